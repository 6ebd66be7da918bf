using System.Text.Json;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.Shopify.Tests;

public sealed class When_companies_and_values_are_written
{
    private const string Acme = """
        {"name":"Acme","externalId":"C-1","contact":{"email":"wile@example.com","firstName":"Wile"},
         "location":{"name":"HQ","externalId":"L-1"}}
        """;

    private readonly TestShop _shop = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_company_comes_with_contact_and_location_and_is_made_once()
    {
        var made = (await WriteAsync("company", Acme)).ShouldBeOfType<Outcome.Created>();

        (await WriteAsync("company", Acme)).ShouldBeOfType<Outcome.Unchanged>().Id.ShouldBe(made.Id);
        _shop.Records("Company").Length.ShouldBe(1);
        _shop.Records("CompanyContact").Length.ShouldBe(1);
        _shop.Records("CompanyLocation").ShouldHaveSingleItem().GetProperty("externalId").GetString().ShouldBe("L-1");
    }

    [Fact]
    public async Task A_company_that_the_search_does_not_show_yet_is_not_made_twice()
    {
        var made = (await WriteAsync("company", Acme)).ShouldBeOfType<Outcome.Created>();
        _shop.Simulator.Find(TestShop.Domain)!.State.SearchLag = TimeSpan.FromMinutes(1);

        (await WriteAsync("company", Acme)).ShouldBeOfType<Outcome.RetryLater>("the external id is taken");

        _shop.Records("Company").Length.ShouldBe(1);
        _shop.Time.Advance(TimeSpan.FromMinutes(2));
        (await WriteAsync("company", Acme)).ShouldBeOfType<Outcome.Unchanged>().Id.ShouldBe(made.Id);
    }

    [Fact]
    public async Task A_location_gets_addresses_and_tax_settings_where_they_differ()
    {
        var company = (await WriteAsync("company", Acme)).ShouldBeOfType<Outcome.Created>().Id;
        var location = $$"""
            {"company":"{{company}}","externalId":"L-1","name":"Head office","taxExempt":true,
             "shippingAddress":{"address1":"1 Canyon Rd","countryCode":"US"} }
            """;

        (await WriteAsync("companyLocation", location)).ShouldBeOfType<Outcome.Updated>();
        var before = _shop.Mutations();
        (await WriteAsync("companyLocation", location)).ShouldBeOfType<Outcome.Unchanged>();

        _shop.Mutations().ShouldBe(before);
        var standing = _shop.Records("CompanyLocation").ShouldHaveSingleItem();
        standing.GetProperty("name").GetString().ShouldBe("Head office");
        standing.GetProperty("shippingAddress").GetProperty("address1").GetString().ShouldBe("1 Canyon Rd");
        standing.GetProperty("taxSettings").GetProperty("taxExempt").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Metafields_go_25_in_a_call_and_a_wrong_one_alone_is_refused()
    {
        var order = _shop.Order(TestShop.Line("MUG-1", 1));
        var writes = Enumerable.Range(0, 25).Select(number => Write("metafield", JsonSerializer.Serialize(new
        {
            owner = order, @namespace = "erp", key = $"k{number}", type = "single_line_text_field",
            value = number == 7 ? "" : $"v{number}",
        }))).ToArray();

        var outcomes = await _shop.Connector().ApplyManyAsync(writes, Cancel);

        outcomes[7].ShouldBeOfType<Outcome.Rejected>().Code.ShouldBe("BLANK");
        outcomes.Count(outcome => outcome is Outcome.Updated).ShouldBe(24);
        _shop.Records("Order")[0].GetProperty("metafields").GetArrayLength().ShouldBe(24);
    }

    [Fact]
    public async Task Prices_of_a_list_go_in_one_call()
    {
        var list = _shop.Post("priceLists", """{"name":"Wholesale"}""");
        var writes = _shop.Records("ProductVariant").Select(variant => variant.GetProperty("id").GetString())
            .Select(variant => Write("priceListPrice", JsonSerializer.Serialize(
                new { priceList = list, variant, price = 8.5m, currency = "USD" })));
        var before = _shop.Mutations();

        var outcomes = await _shop.Connector().ApplyManyAsync([.. writes], Cancel);

        outcomes.ShouldAllBe(outcome => outcome is Outcome.Updated);
        (_shop.Mutations() - before).ShouldBe(1);
        _shop.Records("PriceList")[0].GetProperty("fixed").EnumerateObject().Count().ShouldBe(3);
    }

    [Fact]
    public async Task A_price_list_that_does_not_exist_is_said()
    {
        var variant = _shop.Records("ProductVariant")[0].GetProperty("id").GetString();

        (await WriteAsync("priceListPrice", $$"""
            {"priceList":"gid://shopify/PriceList/404","variant":"{{variant}}","price":1,"currency":"USD"}
            """)).ShouldBeOfType<Outcome.Rejected>().Code.ShouldBe("PRICE_LIST_NOT_FOUND");
    }

    [Fact]
    public async Task Tags_are_added_and_taken_off()
    {
        var order = _shop.Order(TestShop.Line("MUG-1", 1));
        await WriteAsync("tags", $$"""{"owner":"{{order}}","add":["a","b"]}""");
        await WriteAsync("tags", $$"""{"owner":"{{order}}","add":["c"],"remove":["a"]}""");

        _shop.Records("Order")[0].GetProperty("tags").EnumerateArray().Select(tag => tag.GetString())
            .ShouldBe(["b", "c"]);
    }

    private Task<Outcome> WriteAsync(string entity, string record) =>
        _shop.Connector().ApplyAsync(Write(entity, record), Cancel);

    private static Write Write(string entity, string record) => new(entity, Record.Parse(record), $"k|{record}");
}
