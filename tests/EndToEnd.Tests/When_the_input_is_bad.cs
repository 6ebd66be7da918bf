using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IntegrationHost.EndToEnd.Tests.Support;
using Shouldly;

namespace IntegrationHost.EndToEnd.Tests;

/// <summary>Each fault: one clear sentence, the right exit code or status, and nothing else goes down.</summary>
public sealed class When_the_input_is_bad : IAsyncLifetime
{
    private readonly Place _place = new();
    private Playground _playground = null!;
    private TestSite _site = null!;

    public async ValueTask InitializeAsync()
    {
        _playground = await Playground.StartAsync(_place);
        await _playground.PostAsync("demo/seed", new { customers = 4, products = 5 });
        _site = await TestSite.NewAsync(_place, _playground.Said);
    }

    public async ValueTask DisposeAsync()
    {
        _site.Dispose();
        await _playground.DisposeAsync();
        _place.Dispose();
    }

    [Fact]
    public async Task A_good_site_passes_the_check_and_connects()
    {
        var check = await Ihost.RunAsync(_place, "check", "--site", "site", "--live");
        check.Code.ShouldBe(0, check.ToString());
        check.Out.ShouldContain("us-shop: connected");
        check.Out.ShouldContain("erp: connected");
    }

    [Fact]
    public async Task A_new_site_lacks_nothing_but_its_secrets()
    {
        (await Ihost.RunAsync(_place, "new", "shopify-netsuite", "fresh")).Code.ShouldBe(0);

        var check = await Ihost.RunAsync(_place, "check", "--site", "fresh");

        check.Code.ShouldBe(1);
        check.Error.Split('\n').Length.ShouldBe(6);
        check.Error.Split('\n').ShouldAllBe(line => line.Contains(": the secret '"));
    }

    [Fact]
    public async Task A_check_tells_every_fault_at_once()
    {
        Break();
        var check = await Ihost.RunAsync(_place, "check", "--site", "site");

        check.Code.ShouldBe(1);
        check.Error.ShouldContain("connections:nope:plugin: there is no plugin 'Nope'");
        check.Error.ShouldContain("connections:broken:plugin: ");
        check.Error.ShouldContain("Broken.dll is no");
        check.Error.ShouldContain("Old.dll was built against contract 9.");
        check.Error.ShouldContain("connections:hush:options:accessToken: ");
        check.Error.ShouldContain("hush-token");
        check.Error.ShouldContain("connections:hush:options:shpo: ");
        check.Error.ShouldMatch(@"inventory\.csx\(1,\d+\)");
        check.Error.ShouldContain("fulfilment.csx(1,36): there is no table 'warehouses'; write ");
        check.Error.ShouldNotContain("Exception");
    }

    [Fact]
    public async Task What_is_broken_takes_nothing_else_down()
    {
        Break();
        await using var host = await _site.RunAsync();

        await _playground.PostAsync("demo/orders", new { count = 2 });

        await Until.TrueAsync("the order was written", async () => await _playground.SalesOrdersAsync() == 1);
        var status = await Ihost.RunAsync(_place, "status", "--site", "site");
        status.Code.ShouldBe(1);
        status.Out.ShouldContain("there is no plugin 'Nope'");
        status.Out.ShouldContain("Old.dll was built against contract 9.");
        status.Out.ShouldMatch(@"us-inventory: .*inventory\.csx\(1,\d+\)");
    }

    [Theory]
    [InlineData("{ \"connections\": { ", "ihost.json: line 1, column ")]
    [InlineData("""{ "connections": [] }""", "ihost.json: connections: this is a list, wanted is an object")]
    [InlineData("""{ "conections": {} }""", "ihost.json: conections: there is no such key")]
    public async Task A_malformed_site_does_not_start(string json, string sentence)
    {
        _place.Write("site/ihost.json", json);
        foreach (var verb in new[] { "run", "check" })
        {
            var ran = await Ihost.RunAsync(_place, verb, "--site", "site");
            ran.Code.ShouldBe(1, ran.ToString());
            ran.Error.ShouldContain(sentence);
            ran.Error.ShouldNotContain("   at ");
        }
    }

    [Fact]
    public async Task A_second_host_on_the_same_state_is_refused_and_the_first_goes_on()
    {
        await using var first = await _site.RunAsync();
        _place.Variables["IHOST__web__listen"] = $"http://127.0.0.1:{TestSite.FreePort()}";

        var second = await Ihost.RunAsync(_place, "run", "--site", "site");

        second.Code.ShouldBe(1);
        second.Error.Split('\n').ShouldHaveSingleItem().ShouldContain(Path.Combine(_site.Folder, "data"));
        (await Ihost.RunAsync(_place, "health", "--site", "site")).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_port_in_use_is_named_with_the_key_to_change()
    {
        _site.Settings["web"]!["listen"] = _playground.Said["control"]!.GetValue<string>().Replace("/control", "");
        _site.Save();

        var ran = await Ihost.RunAsync(_place, "run", "--site", "site");

        ran.Code.ShouldBe(1);
        ran.Error.Split('\n').ShouldHaveSingleItem().ShouldContain("web:listen");
    }

    [Fact]
    public async Task Webhooks_that_are_no_webhooks_are_refused_by_their_kind()
    {
        await using var host = await _site.RunAsync();
        var secret = _playground.Said["shopify"]!["shops"]![0]!["webhookSecret"]!.GetValue<string>();
        var order = """{"id":1,"admin_graphql_api_id":"gid://shopify/Order/1","updated_at":"2026-11-20T10:00:00Z"}""";

        (await PostAsync("us-shop", order, "another secret")).ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync("us-shop", "{\"id\":", "another secret")).ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync("us-shop", "{\"id\":", secret)).ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync("nobody", order, secret)).ShouldBe(HttpStatusCode.NotFound);
        (await PostAsync("us-shop", new string(' ', 64 * 1024 * 1024), secret))
            .ShouldBe(HttpStatusCode.RequestEntityTooLarge);

        (await Ihost.RunAsync(_place, "health", "--site", "site")).Code.ShouldBe(0);
        (await _site.CountAsync("us-orders", "read")).ShouldBe(0);
    }

    [Fact]
    public async Task A_map_that_can_mean_nothing_is_refused_and_an_address_needs_no_site()
    {
        await using var host = await _site.RunAsync();

        var unknown = await Ihost.RunAsync(_place, "map", "payment-method", "klarna", "5", "--site", "site");
        unknown.Code.ShouldBe(1);
        unknown.Error.ShouldStartWith("ihost: there is no table 'payment-method', and no record waits for one");
        var empty = await Ihost.RunAsync(_place, "map", "payment-methods", "klarna", "", "--site", "site");
        empty.Error.ShouldBe("ihost: neither the key nor its value may be empty");
        (await Ihost.RunAsync(_place, "map", "payment-methods", "klarna", "5", "--site", "site")).Out
            .ShouldBe("mapped; 0 records released");
        (await Ihost.RunAsync(_place, "map", "payment-methods", "klarna", "6", "--json", "--site", "site")).Out
            .ShouldBe("""{"released":0}""");

        (await Ihost.RunAsync(_place, "health", "--url", _site.Page.AbsoluteUri)).Code.ShouldBe(0);
        var status = await Ihost.RunAsync(_place, "status", "--url", _site.Page.AbsoluteUri);
        status.Code.ShouldBe(0, status.ToString());
    }

    [Fact]
    public async Task A_script_without_an_end_stops_its_record_only()
    {
        _place.Write("site/scripts/netsuite-to-shopify/inventory.csx",
            "decimal Down(decimal x) => Down(x + 1) + 1;\n"
            + "if (source.Text(\"location.refName\").StartsWith('E')) { while (true) { } }\n"
            + "return new Record { [\"x\"] = Down(1) };");
        await using var host = await _site.RunAsync();

        await _playground.PostAsync("demo/orders", new { count = 2 });
        await Until.TrueAsync("the order was written", async () => await _playground.SalesOrdersAsync() == 1);
        Ran? problems = null;
        await Until.TrueAsync("levels of both places were refused", async () =>
            (problems = await Ihost.RunAsync(_place, "problems", "--site", "site")).Out.Contains("inventory.csx(1)")
                && problems.Out.Contains("inventory.csx(2)"));

        problems!.Out.ShouldContain("inventory.csx(1): calls are nested too deeply");
        problems.Out.ShouldContain("inventory.csx(2): the script did not end within 50 million steps");
        (await host.TerminateAsync()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_is_named()
    {
        _place.Variables["IHOST_DATA"] = _place.Write("a-file", "mine");

        var ran = await Ihost.RunAsync(_place, "run", "--site", "site");

        ran.Code.ShouldBe(1);
        ran.Error.Split('\n').ShouldHaveSingleItem().ShouldContain("the data folder '");
        ran.Error.ShouldContain("IHOST_DATA");
    }

    [Theory]
    [InlineData("the verb", 2, "fly")]
    [InlineData("the option", 2, "check", "--fast")]
    [InlineData("the site", 2, "check", "--site", "nowhere")]
    [InlineData("the file", 2, "try", "order.csx", "nowhere.json", "--site", "site")]
    [InlineData("the host", 1, "status", "--site", "site")]
    [InlineData("the host", 1, "map", "payment-methods", "a", "1", "--site", "site")]
    public async Task A_wrong_use_is_told_by_exit_code_and_sentence(string what, int code, params string[] args)
    {
        var ran = await Ihost.RunAsync(_place, args);

        ran.Code.ShouldBe(code, $"{what}: {ran}");
        ran.Out.ShouldBeEmpty();
        ran.Error.ShouldNotBeEmpty();
        ran.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_wrong_use_names_the_whole_verb_whose_help_shows_the_use()
    {
        var ran = await Ihost.RunAsync(_place, "cursor", "rewind", "us-orders", "--to", "soon");

        ran.Code.ShouldBe(2);
        ran.Error.ShouldEndWith("'ihost cursor rewind --help' shows the use");
    }

    /// <summary>Connections that cannot be, a missing secret and an unknown option, and a script that does not
    /// compile.</summary>
    private void Break()
    {
        var connections = _site.Settings["connections"]!.AsObject();
        foreach (var name in new[] { "Nope", "Broken", "Old" })
        {
            connections[name.ToLowerInvariant()] = new JsonObject { ["plugin"] = name, ["options"] = new JsonObject() };
        }

        connections["hush"] = new JsonObject
        {
            ["plugin"] = "Shopify",
            ["options"] = new JsonObject
            {
                ["shop"] = "hush.myshopify.com",
                ["shpo"] = "hush",
                ["accessToken"] = "${secret:hush-token}",
            },
        };
        _site.Save();
        _place.Write("site/plugins/Broken/Broken.dll", "This is no assembly.");
        AnotherContract.Write(Path.Combine(_site.Folder, "plugins"));
        _place.Write("site/scripts/netsuite-to-shopify/fulfilment.csx",
            "return new Record { [\"location\"] = Table(\"warehouses\", source.Text(\"location\")) };");
        _place.Write("site/scripts/netsuite-to-shopify/inventory.csx", "return new Record { NoSuchThing };");
    }

    private async Task<HttpStatusCode> PostAsync(string connection, string body, string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_site.Page, $"webhooks/{connection}"));
        request.Content = new ByteArrayContent(bytes);
        request.Headers.Add("X-Shopify-Topic", "orders/create");
        request.Headers.Add("X-Shopify-Shop-Domain", Playground.Shop);
        request.Headers.Add("X-Shopify-Webhook-Id", Guid.NewGuid().ToString());
        request.Headers.Add("X-Shopify-Hmac-Sha256",
            Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), bytes)));
        request.Headers.ExpectContinue = true;
        using var answer = await _site.SendAsync(request);
        return answer.StatusCode;
    }
}
