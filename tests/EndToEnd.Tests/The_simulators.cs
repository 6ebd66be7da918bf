using System.Text.Json.Nodes;
using IntegrationHost.EndToEnd.Tests.Support;
using Shouldly;

namespace IntegrationHost.EndToEnd.Tests;

public sealed class The_simulators
{
    private static readonly string[] AccountKeys =
    [
        "url", "account", "consumerKey", "consumerSecret", "tokenId", "tokenSecret", "clientId", "certificateId",
        "privateKeyFile",
    ];

    [Fact]
    public async Task They_say_in_one_line_how_any_client_reaches_them()
    {
        using var place = new Place();
        await using var simulate = Ihost.Start(place, "simulate", "--json");
        var said = JsonNode.Parse(await simulate.LineAsync(_ => true))!.AsObject();

        said.Select(part => part.Key).ShouldBe(["shopify", "netsuite", "control"], ignoreOrder: true);
        said["netsuite"]!.AsObject().Select(part => part.Key).ShouldBe(AccountKeys, ignoreOrder: true);
        var shops = said["shopify"]!["shops"]!.AsArray();
        shops.Count.ShouldBeGreaterThan(1, "several shops");
        shops[0]!.AsObject().Select(part => part.Key).ShouldBe(
            ["domain", "accessToken", "webhookSecret"], ignoreOrder: true);
        File.Exists(said["netsuite"]!["privateKeyFile"]!.GetValue<string>()).ShouldBeTrue();

        var stopped = await simulate.TerminateAsync();
        stopped.Code.ShouldBe(0);
        stopped.Lines.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("shpat_wrong", 401)]
    [InlineData(null, 200)]
    public async Task The_shop_answers_at_the_documented_address_to_its_token_only(string? token, int status)
    {
        using var place = new Place();
        await using var playground = await Playground.StartAsync(place);
        var shop = playground.Said["shopify"]!["shops"]![0]!;
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"{playground.Said["shopify"]!["url"]}/admin/api/2026-07/graphql.json");
        request.Headers.Host = shop["domain"]!.GetValue<string>();
        request.Headers.Add("X-Shopify-Access-Token", token ?? shop["accessToken"]!.GetValue<string>());
        request.Content = new StringContent(
            """{"query":"{ shop { name myshopifyDomain } }"}""", System.Text.Encoding.UTF8, "application/json");
        using var http = new HttpClient();
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        ((int)answer.StatusCode).ShouldBe(status);
        if (status == 200)
        {
            (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
                .ShouldContain("us-shop.myshopify.com");
        }
    }
}
