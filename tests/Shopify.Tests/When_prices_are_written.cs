using System.Text.Json;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.Shopify.Tests;

public sealed class When_prices_are_written
{
    private readonly TestShop _shop = new();
    private readonly string[] _variants;

    public When_prices_are_written()
    {
        _shop.Post("products", """{"sku":"CUP-1","price":"5.00","variants":["CUP-2","CUP-3"]}""");
        _variants = [.. _shop.Records("ProductVariant").Select(each => each.GetProperty("id").GetString()!)];
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Variants_of_one_product_go_in_one_call()
    {
        var before = Mutations();

        var outcomes = await WriteAsync(_variants[^3..].Select((id, at) => Price(id, $"{10 + at}.50")));

        outcomes.ShouldAllBe(outcome => outcome is Outcome.Updated);
        (Mutations() - before).ShouldBe(1);
        _shop.Records("ProductVariant")[^3..].Select(each => each.GetProperty("price").GetString())
            .ShouldBe(["10.50", "11.50", "12.50"]);
    }

    [Fact]
    public async Task A_price_that_stands_is_not_sent()
    {
        await WriteAsync([Price(_variants[^1], "9.9")]);
        var before = Mutations();

        (await WriteAsync([Price(_variants[^1], "9.90")])).ShouldHaveSingleItem().ShouldBeOfType<Outcome.Unchanged>();
        Mutations().ShouldBe(before);
    }

    [Fact]
    public async Task One_wrong_price_does_not_hold_up_the_others()
    {
        var outcomes = await WriteAsync(
        [
            Price(_variants[^1], "10"), Price(_variants[^2], "-1"), Price("gid://shopify/ProductVariant/404", "3"),
            Price(_variants[0], "7"),
        ]);

        outcomes[0].ShouldBeOfType<Outcome.Updated>();
        outcomes[1].ShouldBeOfType<Outcome.Rejected>().Reason.ShouldContain("greater than or equal to 0");
        outcomes[2].ShouldBeOfType<Outcome.Rejected>().Code.ShouldBe("NOT_FOUND");
        outcomes[3].ShouldBeOfType<Outcome.Updated>("it is of another product and another call");
    }

    [Fact]
    public async Task The_version_of_a_write_is_the_one_the_feed_reports()
    {
        var updated = (await WriteAsync([Price(_variants[^1], "44")]))[0].ShouldBeOfType<Outcome.Updated>();

        var since = Cursor.From(_shop.Time.GetUtcNow().AddHours(-1));
        var page = await _shop.Connector().ReadChangesAsync("variant", since, Cancel);
        page.Changes.Single(change => change.Id == updated.Id).Version.ShouldBe(updated.Version);
    }

    [Fact]
    public async Task One_whose_answer_was_lost_is_in_doubt_and_simply_sent_again()
    {
        _shop.Fail(503, "mutation");

        await Should.ThrowAsync<Exception>(() => WriteAsync([Price(_variants[0], "8")]));
        (await WriteAsync([Price(_variants[0], "8")]))[0].ShouldBeOfType<Outcome.Updated>();
    }

    private Task<IReadOnlyList<Outcome>> WriteAsync(IEnumerable<Write> writes) =>
        _shop.Connector().ApplyManyAsync([.. writes], Cancel);

    private static Write Price(string id, string price) =>
        new("variant", Record.Parse(JsonSerializer.Serialize(new { price })), $"price|{id}") { Id = id };

    private int Mutations() => _shop.Ask("GET", "summary").GetProperty("mutations").GetInt32();
}
