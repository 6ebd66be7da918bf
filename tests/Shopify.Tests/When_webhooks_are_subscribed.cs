using IntegrationHost.Plugins.Shopify.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.Shopify.Tests;

public sealed class When_webhooks_are_subscribed
{
    private static readonly Uri Address = new("https://ihost.example.com/webhooks/us-shop");
    private static readonly Uri Moved = new("https://new.example.com/webhooks/us-shop");

    private readonly TestShop _shop = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_topic_is_subscribed_once_however_often_it_is_ensured()
    {
        var connector = _shop.Connector();

        await connector.EnsureSubscribedAsync(["order"], Address, Cancel);
        var first = Mutations();
        await connector.EnsureSubscribedAsync(["order"], Address, Cancel);

        first.ShouldBeGreaterThan(0);
        Mutations().ShouldBe(first);
        _shop.Subscriptions().ShouldAllBe(each => each.Uri == Address.AbsoluteUri);
        _shop.Subscriptions().Select(each => each.Topic).ShouldContain("ORDERS_CREATE");
        _shop.Subscriptions().Select(each => each.Topic).ShouldNotContain("CUSTOMERS_UPDATE");
    }

    [Fact]
    public async Task A_host_that_moved_takes_its_subscriptions_with_it()
    {
        var connector = _shop.Connector();
        await connector.EnsureSubscribedAsync(["order"], Address, Cancel);
        var before = _shop.Subscriptions().Count;

        await connector.EnsureSubscribedAsync(["order"], Moved, Cancel);

        _shop.Subscriptions().Count.ShouldBe(before);
        _shop.Subscriptions().ShouldAllBe(each => each.Uri == Moved.AbsoluteUri);
    }

    [Fact]
    public async Task A_connection_without_the_secret_works_on_polls_alone()
    {
        var options = TestShop.Options;
        options.WebhookSecret = options.PreviousWebhookSecret = null;

        await _shop.Connector(options: options).EnsureSubscribedAsync(["order"], Address, Cancel);

        _shop.Subscriptions().ShouldBeEmpty();
    }

    private int Mutations() => _shop.Ask("GET", "summary").GetProperty("mutations").GetInt32();
}
