using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;

namespace IntegrationHost.Simulators.Tests.Shopify;

public sealed class The_webhooks_of_a_shop : IAsyncLifetime
{
    private const string Subscribe = "mutation($topic: WebhookSubscriptionTopic!, $to: WebhookSubscriptionInput!) { "
        + "webhookSubscriptionCreate(topic: $topic, webhookSubscription: $to) "
        + "{ webhookSubscription { id } userErrors { message } } }";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private readonly Channel<(HeaderDictionary Headers, byte[] Body)> _received =
        Channel.CreateUnbounded<(HeaderDictionary, byte[])>();
    private Asking _asking = null!;
    private WebApplication _receiver = null!;
    private int _refusals;

    public async ValueTask InitializeAsync()
    {
        _asking = await Asking.StartAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _receiver = builder.Build();
        _receiver.Urls.Add("http://127.0.0.1:0");
        _receiver.MapPost("/hook", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            // The request's own headers go with the request.
            _received.Writer.TryWrite((new HeaderDictionary(request.Headers.ToDictionary()), body.ToArray()));
            return Interlocked.Decrement(ref _refusals) >= 0 ? Results.StatusCode(503) : Results.Ok();
        });
        await _receiver.StartAsync(TestContext.Current.CancellationToken);
        var address = _receiver.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
            .Addresses.Single();
        await _asking.DataAsync(0, Subscribe, new { topic = "ORDERS_CREATE", to = new { uri = $"{address}/hook" } });
    }

    public async ValueTask DisposeAsync()
    {
        await _asking.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task They_carry_the_documented_headers_and_sign_the_raw_bytes()
    {
        var id = await _asking.PlaceAsync(0);

        var (headers, body) = await NextAsync();

        var key = Encoding.UTF8.GetBytes(_asking.Shop(0)["webhookSecret"]!.GetValue<string>());
        headers["X-Shopify-Hmac-Sha256"].ToString().ShouldBe(Convert.ToBase64String(HMACSHA256.HashData(key, body)));
        headers["X-Shopify-Topic"].ToString().ShouldBe("orders/create");
        headers["X-Shopify-Shop-Domain"].ToString().ShouldBe(_asking.Domain(0));
        headers["X-Shopify-Webhook-Id"].ToString().ShouldNotBeEmpty();
        JsonNode.Parse(body)!["admin_graphql_api_id"]!.GetValue<string>().ShouldBe(id);
    }

    [Fact]
    public async Task One_that_was_not_taken_is_sent_again_under_the_same_id()
    {
        _refusals = 1;
        await _asking.PlaceAsync(0);

        var first = await NextAsync();
        var second = await NextAsync();

        second.Headers["X-Shopify-Webhook-Id"].ShouldBe(first.Headers["X-Shopify-Webhook-Id"]);
        second.Body.ShouldBe(first.Body);
    }

    [Fact]
    public async Task Copies_are_asked_for_by_the_control()
    {
        (await _asking.ControlAsync($"shopify/{_asking.Domain(0)}/webhooks", """{"copies":3}""")).Status
            .ShouldBe(HttpStatusCode.OK);
        await _asking.PlaceAsync(0);

        var ids = new HashSet<string>();
        for (var copy = 0; copy < 3; copy++)
        {
            ids.Add((await NextAsync()).Headers["X-Shopify-Webhook-Id"].ToString());
        }

        ids.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task One_in_so_many_is_lost_and_the_rest_comes()
    {
        await _asking.ControlAsync($"shopify/{_asking.Domain(0)}/webhooks", """{"loseEvery":2}""");
        var made = new List<string>();
        for (var number = 0; number < 4; number++)
        {
            made.Add(await _asking.PlaceAsync(0));
        }

        var got = new[] { await NextAsync(), await NextAsync() };

        got.Select(each => JsonNode.Parse(each.Body)!["admin_graphql_api_id"]!.GetValue<string>())
            .ShouldBe([made[0], made[2]], ignoreOrder: true);
    }

    [Fact]
    public async Task They_tell_when_the_shop_says_it_changed_by_its_own_clock()
    {
        await _asking.ControlAsync($"shopify/{_asking.Domain(0)}/knobs", """{"clockSkewSeconds":3600}""");
        await _asking.PlaceAsync(0);

        var (headers, body) = await NextAsync();

        var stamp = DateTimeOffset.Parse(
            JsonNode.Parse(body)!["updated_at"]!.GetValue<string>(), CultureInfo.InvariantCulture);
        var told = DateTimeOffset.Parse(headers["X-Shopify-Triggered-At"].ToString(), CultureInfo.InvariantCulture);
        (stamp - told).ShouldBeInRange(TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(61));
    }

    private async Task<(HeaderDictionary Headers, byte[] Body)> NextAsync() => await _received.Reader
        .ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Soon, TimeProvider.System);
}
