using System.Net;
using System.Net.Http.Headers;
using System.Text;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.Shopify.Tests;

/// <summary>Answers to a mutation that are neither a success nor a user error.</summary>
public sealed class What_an_answer_means
{
    private readonly TestShop _shop = new();

    [Theory]
    [InlineData("""{"errors":[{"message":"boom","extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}""")]
    [InlineData("""{"errors":[{"message":"boom"}]}""")]
    [InlineData("""{"errors":"boom"}""")]
    [InlineData("""
        {"data":{"inventorySetQuantities":{"userErrors":[]}},
         "errors":[{"message":"no","extensions":{"code":"ACCESS_DENIED"}}]}
        """)]
    [InlineData("""{"data":{"inventorySetQuantities":null}}""")]
    [InlineData("<html>bad gateway</html>")]
    public async Task What_may_have_been_done_is_unknown(string answer) =>
        (await Should.ThrowAsync<ShopifyFault>(() => WriteAsync(answer))).Kind.ShouldBe(ShopifyFaultKind.Unknown);

    [Fact]
    public async Task A_failure_carries_the_answer_and_its_id_and_its_message_does_not_show_the_answer()
    {
        const string answer = """
            {"errors":[{"message":"boom","extensions":{"code":"INTERNAL_SERVER_ERROR","who":"zoe@example.com"}}]}
            """;

        var fault = await Should.ThrowAsync<ShopifyFault>(() => WriteAsync(answer));

        Encoding.UTF8.GetString(fault.Body.Span).ShouldBe(answer);
        fault.RequestId.ShouldNotBeNull();
        fault.ToString().ShouldNotContain("zoe@example.com");
    }

    [Theory]
    [InlineData("""{"errors":[{"message":"no","extensions":{"code":"ACCESS_DENIED"}}]}""")]
    [InlineData("""{"errors":[{"message":"too much","extensions":{"code":"MAX_COST_EXCEEDED"}}]}""")]
    [InlineData("""{"errors":[{"message":"Throttled","extensions":{"code":"THROTTLED"}}]}""")]
    public async Task What_the_shop_judged_before_it_did_anything_is_tried_later(string answer) =>
        (await WriteAsync(answer)).ShouldBeOfType<Outcome.RetryLater>();

    [Fact]
    public async Task What_the_shop_does_not_understand_is_for_a_person()
    {
        var outcome = await WriteAsync(
            """{"errors":[{"message":"Field 'x' doesn't exist","extensions":{"code":"undefinedField"}}]}""");

        outcome.ShouldBeOfType<Outcome.Rejected>().Code.ShouldBe("undefinedField");
    }

    [Theory]
    [InlineData(20, 20)]
    [InlineData(86_400, 300)]
    public async Task The_pause_the_shop_asks_for_is_kept_for_five_minutes_at_most(int asked, int kept)
    {
        using var busy = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        busy.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(asked));

        var outcome = await WriteAsync(() => busy);

        outcome.ShouldBeOfType<Outcome.RetryLater>().After.ShouldBe(TimeSpan.FromSeconds(kept));
    }

    private Task<Outcome> WriteAsync(string answer) => WriteAsync(() => new HttpResponseMessage(HttpStatusCode.OK)
    {
        Content = new StringContent(answer, Encoding.UTF8, "application/json"),
    });

    private async Task<Outcome> WriteAsync(Func<HttpResponseMessage> answer)
    {
        var item = await _shop.ItemAsync("MUG-1");
        var record = new Record { ["inventoryItemId"] = item, ["locationId"] = _shop.Main, ["available"] = 1 };
        using var played = new Played(answer);
        return await _shop.Connector(played).ApplyAsync(
            new Write("inventoryLevel", record, "key"), TestContext.Current.CancellationToken);
    }

    private sealed class Played(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel) =>
            Task.FromResult(answer());
    }
}
