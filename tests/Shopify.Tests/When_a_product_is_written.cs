using System.Text.Json;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Tests.Support;
using IntegrationHost.Records;
using Shouldly;

namespace IntegrationHost.Plugins.Shopify.Tests;

public sealed class When_a_product_is_written
{
    private const string Shirt = """
        {"handle":"shirt","title":"Shirt","vendor":"Acme","status":"ACTIVE","tags":["new"],
         "productOptions":[{"name":"Size","values":[{"name":"S"},{"name":"M"}]}],
         "variants":[{"sku":"S-S","price":"10.00","optionValues":[{"optionName":"Size","name":"S"}]},
                     {"sku":"S-M","price":"11.00","optionValues":[{"optionName":"Size","name":"M"}]}]}
        """;

    private readonly TestShop _shop = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_one_is_made_with_its_variants_once()
    {
        var made = (await WriteAsync(Shirt)).ShouldBeOfType<Outcome.Created>();

        (await WriteAsync(Shirt)).ShouldBeOfType<Outcome.Updated>().Id.ShouldBe(made.Id);
        Skus().ShouldBe(["S-S", "S-M"]);
    }

    [Fact]
    public async Task Prices_of_its_variants_go_in_one_call_and_those_that_stand_in_none()
    {
        await WriteAsync(Shirt);
        var writes = _shop.Records("ProductVariant")
            .Where(variant => variant.GetProperty("sku").GetString() is "S-S" or "S-M")
            .Select(variant => variant.GetProperty("id").GetString())
            .Select(id => new Write("variant", Record.Parse($$"""{"id":"{{id}}","price":"12.50"}"""), $"price/{id}"))
            .ToArray();
        var before = _shop.Mutations();

        var outcomes = await _shop.Connector().ApplyManyAsync(writes, Cancel);
        var again = await _shop.Connector().ApplyManyAsync(writes, Cancel);

        outcomes.Count.ShouldBe(2);
        outcomes.ShouldAllBe(outcome => outcome is Outcome.Updated);
        again.ShouldAllBe(outcome => outcome is Outcome.Unchanged);
        (_shop.Mutations() - before).ShouldBe(1);
    }

    [Fact]
    public async Task A_list_that_lacks_a_variant_is_refused_and_nothing_deleted()
    {
        await WriteAsync(Shirt);

        var rejected = (await WriteAsync("""
            {"handle":"shirt","title":"Shirt","variants":[{"sku":"S-S","optionValues":[]}]}
            """)).ShouldBeOfType<Outcome.Rejected>();

        rejected.Reason.ShouldContain("S-M");
        Skus().ShouldBe(["S-S", "S-M"]);
    }

    [Fact]
    public async Task A_write_that_says_so_deletes_the_others()
    {
        await WriteAsync(Shirt);

        await WriteAsync("""
            {"handle":"shirt","title":"Shirt","deleteOthers":true,"variants":[{"sku":"S-S","optionValues":[]}]}
            """);

        Skus().ShouldBe(["S-S"]);
    }

    [Fact]
    public async Task Without_variants_only_the_products_own_fields_are_touched()
    {
        await WriteAsync(Shirt);
        var before = _shop.Mutations();

        (await WriteAsync("""{"handle":"shirt","title":"Shirt"}""")).ShouldBeOfType<Outcome.Unchanged>();
        _shop.Mutations().ShouldBe(before);
        (await WriteAsync("""{"handle":"shirt","status":"ARCHIVED","tags":["old"]}"""))
            .ShouldBeOfType<Outcome.Updated>();

        Product().GetProperty("status").GetString().ShouldBe("ARCHIVED");
        Product().GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()).ShouldBe(["new", "old"]);
        Skus().ShouldBe(["S-S", "S-M"]);
    }

    [Fact]
    public async Task A_lost_answer_is_followed_by_the_same_product()
    {
        _shop.Fail(502, "mutation", afterCommit: true);
        await Should.ThrowAsync<Exception>(() => WriteAsync(Shirt));

        (await WriteAsync(Shirt)).ShouldBeOfType<Outcome.Updated>();
        _shop.Records("Product").Count(each => each.GetProperty("handle").GetString() == "shirt").ShouldBe(1);
    }

    private Task<Outcome> WriteAsync(string record) =>
        _shop.Connector().ApplyAsync(new Write("product", Record.Parse(record), "k"), Cancel);

    private JsonElement Product() =>
        _shop.Records("Product").Single(each => each.GetProperty("handle").GetString() == "shirt");

    private string?[] Skus() => [.. _shop.Records("ProductVariant").Select(each => each.GetProperty("sku").GetString())
        .Where(sku => sku!.StartsWith("S-", StringComparison.Ordinal))];
}
