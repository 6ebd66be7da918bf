using System.Net;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify.Shop;
using Shouldly;

namespace IntegrationHost.Simulators.Tests.Shopify;

public sealed class The_played_shop : IAsyncLifetime
{
    private const string Names = "query($first: Int!, $after: String, $query: String) { "
        + "orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) "
        + "{ nodes { id name updatedAt } pageInfo { hasNextPage endCursor } } }";

    private Asking _asking = null!;

    public async ValueTask InitializeAsync() => _asking = await Asking.StartAsync();

    public ValueTask DisposeAsync() => _asking.DisposeAsync();

    [Fact]
    public async Task It_wants_its_own_token()
    {
        var another = _asking.Shop(1)["accessToken"]!.GetValue<string>();
        (await _asking.GraphQlAsync(0, "{ shop { name } }", token: another)).Status
            .ShouldBe(HttpStatusCode.Unauthorized);
        (await _asking.DataAsync(0, "{ shop { myshopifyDomain } }"))["shop"]!["myshopifyDomain"]!.GetValue<string>()
            .ShouldBe(_asking.Domain(0));
    }

    [Theory]
    [InlineData(null, HttpStatusCode.OK)]
    [InlineData("nobody", HttpStatusCode.Unauthorized)]
    public async Task Every_answer_has_an_id_also_a_refusal(string? token, HttpStatusCode status)
    {
        var (first, second) = (await _asking.RequestIdAsync(0, token), await _asking.RequestIdAsync(0, token));

        first.Status.ShouldBe(status);
        second.Id.ShouldNotBe(first.Id);
    }

    [Theory]
    [InlineData("{ shop { nmae } }", "nmae")]
    [InlineData("{ ordres { id } }", "ordres")]
    [InlineData("{ shop { name }", "")]
    [InlineData("{ shop }", "must have selections")]
    [InlineData("{ shop { name { first } } }", "can't be made on scalars")]
    [InlineData("{ orders(first: 1, colour: 2) { nodes { id } } }", "colour")]
    [InlineData("{ order { id } }", "missing required arguments: id")]
    [InlineData("query($id: ID!) { shop { name } }", "$id is declared")]
    [InlineData("{ orders(first: 1, sortKey: COLOUR) { nodes { id } } }", "COLOUR")]
    [InlineData("mutation { orderUpdate(input: { id: \"1\", colour: 2 }) { order { id } } }", "colour")]
    public async Task A_wrong_document_is_an_error_of_GraphQL(string query, string named)
    {
        var (status, body) = await _asking.GraphQlAsync(0, query);

        status.ShouldBe(HttpStatusCode.OK);
        body["data"].ShouldBeNull();
        body["errors"]![0]!["message"]!.GetValue<string>().ShouldContain(named);
    }

    [Fact]
    public async Task A_name_in_the_text_of_a_query_means_nothing_by_itself()
    {
        // An alias, a fragment, a comment and an argument's text: only a parser knows which of them is the field.
        var data = await _asking.DataAsync(0, """
            # orders customers webhookSubscriptionCreate
            query Orders($query: String = "name:customers") {
              orders: shop { ...Shown } customers: products(first: 1, query: $query) { nodes { id } }
            }
            fragment Shown on Shop { customers: myshopifyDomain }
            """);
        data["orders"]!["customers"]!.GetValue<string>().ShouldBe(_asking.Domain(0));
    }

    [Fact]
    public async Task Each_shop_has_its_own_orders()
    {
        await _asking.PlaceAsync(0);
        await _asking.PlaceAsync(0);
        await _asking.PlaceAsync(1);

        (await OrdersAsync("", shop: 0)).ShouldBe(2);
        (await OrdersAsync("", shop: 1)).ShouldBe(1);
    }

    [Fact]
    public async Task Pages_read_on_from_the_cursor_and_leave_none_out()
    {
        var placed = new HashSet<string>();
        for (var number = 0; number < 7; number++)
        {
            placed.Add(await _asking.PlaceAsync(0));
        }

        var seen = new List<string>();
        string? after = null;
        for (var page = 0; page < 3; page++)
        {
            var orders = (await _asking.DataAsync(0, Names, new { first = 3, after }))["orders"]!;
            seen.AddRange(orders["nodes"]!.AsArray().Select(order => order!["id"]!.GetValue<string>()));
            after = orders["pageInfo"]!["endCursor"]!.GetValue<string>();
            orders["pageInfo"]!["hasNextPage"]!.GetValue<bool>().ShouldBe(page < 2);
        }

        seen.ShouldBe(placed, ignoreOrder: true);
    }

    [Fact]
    public async Task A_query_by_time_gives_what_changed_since()
    {
        await _asking.PlaceAsync(0);

        (await OrdersAsync("updated_at:>='2020-01-01T00:00:00Z'")).ShouldBe(1);
        (await OrdersAsync("updated_at:>='2099-01-01T00:00:00Z'")).ShouldBe(0);
    }

    [Fact]
    public async Task Each_answer_tells_what_it_cost_and_an_empty_bucket_is_throttled()
    {
        await using var poor = await Asking.StartAsync(new SimulationOptions
        {
            Shops =
            [
                new ShopOptions("poor.myshopify.com", "t", "s", "USD") { BucketPoints = 60, RestorePerSecond = 1 },
            ],
        });
        var cost = (await poor.GraphQlAsync(0, Names, new { first = 5 })).Body["extensions"]!["cost"]!;
        cost["requestedQueryCost"]!.GetValue<int>().ShouldBeGreaterThan(0);
        cost["throttleStatus"]!["maximumAvailable"]!.GetValue<double>().ShouldBe(60);

        var answers = new List<JsonNode>();
        for (var asked = 0; asked < 60; asked++)
        {
            answers.Add((await poor.GraphQlAsync(0, Names, new { first = 5 })).Body);
        }

        answers.ShouldContain(body => body["errors"] != null
            && body["errors"]![0]!["extensions"]!["code"]!.GetValue<string>() == "THROTTLED");
    }

    [Theory]
    [InlineData("shopify/us-shop.myshopify.com/nowhere", "{}", HttpStatusCode.NotFound)]
    [InlineData("shopify/no-shop.myshopify.com/orders", "{}", HttpStatusCode.BadRequest)]
    [InlineData("shopify/us-shop.myshopify.com/orders", "{\"lines\":", HttpStatusCode.BadRequest)]
    [InlineData("shopify/us-shop.myshopify.com/orders", "{}", HttpStatusCode.BadRequest)]
    public async Task The_control_says_what_is_wrong_with_a_request(string route, string body, HttpStatusCode status)
    {
        var answer = await _asking.ControlAsync(route, body);

        answer.Status.ShouldBe(status);
        answer.Body["error"]!.GetValue<string>().ShouldNotBeEmpty();
    }

    private async Task<int> OrdersAsync(string query, int shop = 0) =>
        (await _asking.DataAsync(shop, Names, new { first = 10, query }))["orders"]!["nodes"]!.AsArray().Count;
}
