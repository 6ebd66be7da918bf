using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Tests.Support;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.TestKit;
using Shouldly;

namespace IntegrationHost.Plugins.Shopify.Tests;

public sealed class When_a_token_is_needed
{
    private readonly TestShop _shop = new();
    private readonly MemoryTokens _tokens = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Credentials_are_exchanged_once_however_many_ask_at_once()
    {
        var connector = Connector(Credentials());

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ReadAsync(connector)));

        Given.ShouldBe(1);
    }

    [Fact]
    public async Task A_restarted_host_goes_on_with_the_token_it_kept()
    {
        await ReadAsync(Connector(Credentials()));
        await ReadAsync(Connector(Credentials()));

        Given.ShouldBe(1);
    }

    [Fact]
    public async Task A_token_is_replaced_before_it_ends()
    {
        var connector = Connector(Credentials());
        await ReadAsync(connector);
        _shop.Time.Advance(TimeSpan.FromHours(23) + TimeSpan.FromMinutes(45));
        await ReadAsync(connector);
        Given.ShouldBe(1);

        _shop.Time.Advance(TimeSpan.FromMinutes(6));
        await ReadAsync(connector);

        Given.ShouldBe(2);
    }

    [Fact]
    public async Task A_token_that_was_revoked_is_replaced_and_the_call_sent_once_more()
    {
        var connector = Connector(Credentials());
        await ReadAsync(connector);
        _shop.Simulator.Find(TestShop.Domain)!.Tokens.Revoke();

        await ReadAsync(connector);

        Given.ShouldBe(2);
    }

    [Fact]
    public async Task Each_refresh_token_is_used_up_and_the_next_one_kept()
    {
        var connector = Connector(Rotating());
        for (var hours = 0; hours < 4; hours++)
        {
            await ReadAsync(connector);
            _shop.Time.Advance(TimeSpan.FromHours(1));
        }

        // The configured one no longer works: a restart must go on with the kept one.
        await ReadAsync(Connector(Rotating()));
        Given.ShouldBe(5);
        (await _tokens.ReadAsync("access", Cancel))!.Value.ShouldContain("shprt_played_5");
    }

    [Fact]
    public async Task Two_hosts_of_a_site_share_a_chain_of_refresh_tokens()
    {
        var (one, other) = (Connector(Rotating()), Connector(Rotating()));
        for (var hours = 0; hours < 5; hours++)
        {
            await ReadAsync(one);
            await ReadAsync(other);
            _shop.Time.Advance(TimeSpan.FromHours(1));
        }

        Given.ShouldBe(5, "the other one found the token in the state");
    }

    [Fact]
    public async Task Wrong_credentials_are_said_and_never_shown()
    {
        var options = Credentials();
        options.ClientSecret = "played-but-wrong";

        var health = await Connector(options).CheckAsync(Cancel);

        health.Ok.ShouldBeFalse();
        health.Detail.ShouldContain("options.clientSecret");
        health.Detail.ShouldNotContain("played-but-wrong");
    }

    [Fact]
    public async Task A_write_waits_while_no_token_can_be_had()
    {
        _shop.Simulator.Faults.Plan($"/{TestShop.Domain}/token", new Fault(503, AfterCommit: false), 100);

        var write = new Write("customer", Record.Parse("""{"email":"a@example.com"}"""), "k");
        (await Connector(Credentials()).ApplyAsync(write, Cancel)).ShouldBeOfType<Outcome.RetryLater>();
    }

    [Theory]
    [InlineData(null, null, null, null, "accessToken is missing")]
    [InlineData("t", "id", "secret", null, "not both")]
    [InlineData(null, "id", null, null, "clientSecret")]
    [InlineData(null, null, "secret", null, "clientId")]
    [InlineData(null, null, null, "refresh", "clientId")]
    public void The_options_say_one_way_in_and_all_errors_at_once(
        string? token, string? id, string? secret, string? refresh, string told)
    {
        var wrong = ConnectorHarness.Check(new ShopifyOptions
        {
            Shop = "nowhere", ApiVersion = "latest", PageSize = 1000,
            AccessToken = token, ClientId = id, ClientSecret = secret, RefreshToken = refresh,
        });

        wrong.Count.ShouldBe(4);
        wrong.ShouldContain(each => each.ErrorMessage!.Contains(told, StringComparison.Ordinal));
    }

    private int Given => _shop.Simulator.Find(TestShop.Domain)!.Tokens.Given;

    private ShopifyConnector Connector(ShopifyOptions options) => _shop.Connector(options, null, null, _tokens);

    private static ShopifyOptions Credentials()
    {
        var options = TestShop.Options;
        (options.AccessToken, options.ClientId, options.ClientSecret) = (null, "played-client-id", TestShop.Secret);
        return options;
    }

    private static ShopifyOptions Rotating()
    {
        var options = Credentials();
        options.RefreshToken = "shprt_played";
        return options;
    }

    private static async Task ReadAsync(ShopifyConnector connector) =>
        (await connector.FindAsync("location", "name", ["East"], Cancel)).ShouldHaveSingleItem();
}
