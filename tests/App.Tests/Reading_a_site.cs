using IntegrationHost.App.Site;
using IntegrationHost.App.Tests.Support;
using IntegrationHost.Engine;
using IntegrationHost.Limits;
using Shouldly;

namespace IntegrationHost.App.Tests;

public sealed class Reading_a_site : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void A_site_becomes_flows_and_connections()
    {
        var site = Some.Read(_folder, Some.Site());

        var flow = site.Flows.ShouldHaveSingleItem();
        flow.From.ShouldBe(new Endpoint("us-shop", "order"));
        flow.To.ShouldBe(new Endpoint("erp", "salesOrder"));
        flow.Since.ShouldBe(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        flow.PollEvery.ShouldBe(TimeSpan.FromMinutes(1));
        flow.Priority.ShouldBe(Priority.Orders);
        site.Connections.Select(connection => connection.Name).ShouldBe(["erp", "us-shop"], ignoreOrder: true);
    }

    [Fact]
    public void Comments_and_trailing_commas_are_allowed() =>
        Some.FaultsOf($$"""
            // ours
            { "connections": { {{Some.Connections}}, }, /* none */ "flows": { {{Some.Flow}}, }, }
            """).ShouldBeEmpty();

    [Fact]
    public void The_mark_that_editors_on_Windows_write_is_no_fault() =>
        Some.FaultsOf("\uFEFF" + Some.Site()).ShouldBeEmpty();

    [Fact]
    public void A_name_must_fit_into_an_address() =>
        Some.FaultsOf(Some.Site(connections: Some.Connections + """, "a b/c": { "plugin": "Acme" }""")).ShouldBe(
            "ihost.json: connections:a b/c: 'a b/c' is no name; use letters, digits, '-', '_' and '.', "
            + "for example us-shop");

    [Fact]
    public void A_variable_of_the_environment_wins_over_the_file()
    {
        using var variable = new Variable("IHOST__flows__us-orders__pollEvery", "00:00:07");
        Some.Read(_folder, Some.Site()).Flows[0].PollEvery.ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public void A_variable_that_names_no_key_is_found()
    {
        using var variable = new Variable("IHOST__web__lisen", "http://127.0.0.1:1");
        Some.FaultsOf(
            Some.Site()).ShouldContain("environment: IHOST__web__lisen: there is no such key; known here: listen");
    }

    [Fact]
    public void A_flow_that_moves_no_money_needs_no_since() =>
        Some.FaultsOf(Some.Site(flows: """
            "c": { "link": "customer", "from": "us-shop/customer", "to": "erp/customer", "script": "customer.csx" }
            """)).ShouldBeEmpty();

    [Theory]
    [InlineData("order")]
    [InlineData("refund")]
    [InlineData("transaction")]
    public void A_flow_that_moves_money_says_since_when(string entity) =>
        Some.FaultsOf(Some.Site(flows: $$"""
            "m": { "link": "m", "from": "us-shop/{{entity}}", "to": "erp/x", "script": "m.csx" }
            """)).ShouldBe("ihost.json: flows:m:since: is missing: a flow that moves money starts where you say, "
                + "for example 2026-11-01T00:00:00Z");

    [Theory]
    [InlineData("""{ "connections": { """, "line 1, column 20: this is no valid JSON")]
    [InlineData("", "line 1, column 1: this is no valid JSON")]
    [InlineData("{ \"flows\": {\n  ] }", "line 2, column 3: this is no valid JSON")]
    [InlineData("[1]", "must be an object")]
    [InlineData("null", "must be an object")]
    public void Malformed_json_is_told_by_line_and_column(string json, string expected) =>
        Some.FaultsOf(json).ShouldContain(expected);

    [Theory]
    [InlineData("""{ "conections": {} }""",
        "ihost.json: conections: there is no such key; known here: connections, flows")]
    [InlineData("""{ "connections": [] }""", "ihost.json: connections: this is a list, wanted is an object")]
    [InlineData("""{ "web": { "listen": 8080 } }""", "ihost.json: web:listen: this is a number, wanted is a text")]
    [InlineData("""{ "web": { "knownProxies": [1] } }""", "ihost.json: web:knownProxies:0: this is a number")]
    [InlineData("""{ "web": { "listen": "127.0.0.1:8080" } }""",
        "web:listen: '127.0.0.1:8080' is no http or https address")]
    [InlineData("""{ "state": { "kind": "oracle" } }""", "ihost.json: state:kind: 'oracle' is not known")]
    [InlineData("""{ "settings": {}, "settings": {} }""", "ihost.json: settings: stands there twice")]
    [InlineData("""{ "settings": { "a": 1, "A": 2 } }""", "ihost.json: settings:A: stands there twice")]
    [InlineData("""{ "connections": { "a": {} } }""", "connections:a:plugin: is missing; write the plugin's name")]
    [InlineData("""{ "connections": { "a": { "plugin": "P", "reserve": 3 } } }""",
        "connections:a:reserve: must be a part")]
    [InlineData("""{ "connections": { "a": { "plugin": "P", "options": { "k": 1, "K": 2 } } } }""",
        "connections:a:options:K: stands there twice")]
    public void A_wrong_key_is_told_by_its_path(string json, string expected) =>
        Some.FaultsOf(json).ShouldContain(expected);

    [Theory]
    [InlineData("from", "\"us-shop\"", "flows:f:from: 'us-shop' must be written connection/entity")]
    [InlineData("from", "\"us-shop/order/1\"", "flows:f:from: 'us-shop/order/1' must be written connection/entity")]
    [InlineData("from", "\"shop/order\"", "flows:f:from: there is no connection 'shop'; there are: erp, us-shop")]
    [InlineData("to", "5", "flows:f:to: this is a number, wanted is a text")]
    [InlineData("pollEvery", "\"five minutes\"", "flows:f:pollEvery: 'five minutes' must be a time between")]
    [InlineData("pollEvery", "\"00:00:00\"", "flows:f:pollEvery: '00:00:00' must be a time between")]
    [InlineData("priority", "\"urgent\"", "flows:f:priority: 'urgent' is not known; write one of backfill, catalogue")]
    [InlineData("since", "\"yesterday\"", "flows:f:since: 'yesterday' is no instant; write it like 2026-")]
    [InlineData("script", "\" \"", "flows:f:script: is missing; write a script")]
    [InlineData("conflict", "\"latest\"", "flows:f:conflict: 'latest' is not known; write one of ask, source, target")]
    [InlineData("owners", "{ \"email\": \"me\" }", "flows:f:owners:email: 'me' is not known; write one of ask")]
    [InlineData("deletes", "\"yes\"", "flows:f:deletes: 'yes' is not known; write one of ask, keep, delete")]
    [InlineData("holdAlarmAfter", "\"soon\"", "flows:f:holdAlarmAfter: 'soon' must be a time between 00:01:00 and")]
    [InlineData("coalesce", "\"no\"", "flows:f:coalesce: this is a text, wanted is true or false")]
    [InlineData("alsoWrites", "[1]", "flows:f:alsoWrites:0: this is a number, wanted is a text")]
    public void A_wrong_flow_is_told_by_its_key_and_once(string key, string value, string expected)
    {
        var keys = new Dictionary<string, string>
        {
            ["link"] = "\"order\"",
            ["from"] = "\"us-shop/order\"",
            ["to"] = "\"erp/salesOrder\"",
            ["script"] = "\"order.csx\"",
            ["since"] = "\"2026-11-01T00:00:00Z\"",
            [key] = value,
        };
        var flow = $"\"f\": {{ {string.Join(", ", keys.Select(pair => $"\"{pair.Key}\": {pair.Value}"))} }}";

        var faults = Some.FaultsOf(Some.Site(flows: flow));

        faults.ShouldStartWith($"ihost.json: {expected}");
        faults.ShouldNotContain("\n");
    }

    [Fact]
    public void Everything_wrong_is_told_at_once()
    {
        var faults = Some.FaultsOf("""
            { "web": { "listen": 1, "publicUrl": "nowhere" }, "typo": {},
              "connections": { "a": {} }, "flows": { "f": { "from": "b/order", "to": "a/x" } } }
            """);

        faults.Split('\n').Select(fault => string.Join(':', fault.Split(": ")[1])).ShouldBe(
            ["web:listen", "typo", "connections:a:plugin", "flows:f:from", "flows:f:link", "flows:f:script",
                "web:publicUrl"],
            ignoreOrder: true);
    }

    [Fact]
    public void A_site_without_its_file_is_told()
    {
        var reader = new SiteReader(_folder.Path);
        reader.Read().ShouldBeNull();
        reader.Findings.ShouldHaveSingleItem().ToString().ShouldContain("ihost.json: cannot be read");
    }

    public void Dispose() => _folder.Dispose();
}
