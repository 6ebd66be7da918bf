using System.Net;
using IntegrationHost.Plugins.NetSuite.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.NetSuite.Tests;

/// <summary>What <c>ihost check --live</c> is told.</summary>
public sealed class CheckTests
{
    private readonly AnsweringNetSuite _netSuite = new();
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_healthy_account_says_what_time_it_keeps()
    {
        Sign().ThenRows(new { localnow = "2026-11-24 07:00:00" });
        _netSuite.Otherwise = _ => AnsweringNetSuite.Answer(HttpStatusCode.OK, AnsweringNetSuite.Rows(false));
        var options = Some.Options();
        options.TimeZone = null;

        var health = await Some.Connection(_netSuite, options: options).CheckAsync(_cancel);

        health.Ok.ShouldBeTrue(health.Detail);
        health.Detail.ShouldContain("UTC-05:00");
    }

    [Fact]
    public async Task Bad_keys_are_named_as_such()
    {
        _netSuite.Otherwise = _ => AnsweringNetSuite.Answer(
            HttpStatusCode.Unauthorized, AnsweringNetSuite.ErrorBody(401, "INVALID_LOGIN", "Invalid login attempt."));

        var health = await Some.Connection(_netSuite).CheckAsync(_cancel);

        health.Ok.ShouldBeFalse();
        health.Detail.ShouldContain("Log in using Access Tokens");
        health.Detail.ShouldNotContain("secret");
    }

    [Fact]
    public async Task Keys_of_another_account_are_named_as_such()
    {
        var options = TestAccount.Options;
        options.Account = "7654321_SB2";

        var health = await new TestAccount().Connector(options).CheckAsync(_cancel);

        health.Ok.ShouldBeFalse();
        health.Detail.ShouldContain("NetSuite account 7654321_SB2 refused the sign-in (INVALID_LOGIN)");
        health.Detail.ShouldContain("that they are of this account");
    }

    [Theory]
    [InlineData("https://1234567.app.netsuite.com")]
    [InlineData("1234567.suitetalk.api.netsuite.com")]
    [InlineData("1234567 SB1")]
    [InlineData("")]
    public void What_is_no_account_number_is_refused_before_anything_is_sent(string account)
    {
        var options = TestAccount.Options;
        options.Account = account;

        TestKit.ConnectorHarness.Check(options).ShouldHaveSingleItem().MemberNames.ShouldBe(["Account"]);
    }

    [Fact]
    public async Task Every_missing_permission_is_named_at_once()
    {
        Sign().ThenRows(new { localnow = "2026-11-24 12:00:00" });
        _netSuite.Otherwise = request => request.Query.Contains("FROM item", StringComparison.Ordinal)
            || request.Query.Contains("FROM location", StringComparison.Ordinal)
            ? AnsweringNetSuite.Answer(HttpStatusCode.BadRequest, AnsweringNetSuite.ErrorBody(
                400, "INVALID_PARAMETER", "Invalid search query. Record 'x' was not found."))
            : AnsweringNetSuite.Answer(HttpStatusCode.OK, AnsweringNetSuite.Rows(false));

        var health = await Some.Connection(_netSuite).CheckAsync(_cancel);

        health.Ok.ShouldBeFalse();
        health.Detail.ShouldContain("Lists > Items (View), Lists > Locations (View)");
    }

    [Fact]
    public async Task A_time_zone_that_is_not_the_accounts_is_a_fault()
    {
        Sign().ThenRows(new { localnow = "2026-11-24 07:00:00" });
        _netSuite.Otherwise = request => request.Method == "GET"
            ? AnsweringNetSuite.Answer(HttpStatusCode.OK, """{"serverTime":"2026-11-24T12:00:00Z"}""")
            : AnsweringNetSuite.Answer(HttpStatusCode.OK, AnsweringNetSuite.Rows(false));

        (await Some.Connection(_netSuite).CheckAsync(_cancel)).Ok.ShouldBeFalse();
    }

    // Seen both ways: a list in the schema of its record, or named there and described apart.
    [Fact]
    public async Task Lists_that_the_catalogue_describes_apart_are_read_too()
    {
        const string Root = "/services/rest/record/v1/metadata-catalog/";
        _netSuite.Otherwise = request => AnsweringNetSuite.Answer(HttpStatusCode.OK, request.Path switch
        {
            Root + "salesOrder" => Schema($$"""
                "entity":{"$ref":"{{Root}}customer"},"item":{"$ref":"{{Root}}salesOrder-itemCollection"}
                """),
            Root + "salesOrder-itemCollection" => Schema($$"""
                "items":{"type":"array","items":{"$ref":"{{Root}}salesOrder-itemElement"} }
                """),
            Root + "salesOrder-itemElement" => Schema("""
                "rate":{"type":"number"},"custcol_size":{"type":"string"}
                """),
            _ => throw new InvalidOperationException(request.Path),
        });

        var fields = await Some.Connection(_netSuite).FieldsAsync("salesOrder", _cancel);

        fields.Select(field => field.Path).ShouldBe(
            ["entity", "item", "item.items", "item.items.rate", "item.items.custcol_size"]);
    }

    private static string Schema(string properties) => $$"""{"type":"object","properties":{ {{properties}} } }""";

    private AnsweringNetSuite Sign()
    {
        const string Now = """{"serverTime":"2026-11-24T12:00:00Z"}""";
        return _netSuite.Then(HttpStatusCode.OK, Now)
            .Then(HttpStatusCode.OK, """{"accountConcurrencyLimit":15}""").Then(HttpStatusCode.OK, Now);
    }
}
