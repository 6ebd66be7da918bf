using System.Text.Json;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.Shopify.Tests;

public sealed class When_a_customer_is_written
{
    private const string Ada = """
        {"firstName":"Ada","lastName":"Lovelace","email":"ada@example.com","phone":"+15125550100","tags":["wholesale"],
         "addresses":[{"address1":"1 Main St","city":"Austin","zip":"78701","provinceCode":"TX","countryCode":"US"}]}
        """;

    private readonly TestShop _shop = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_one_is_made_with_address_and_tags()
    {
        var made = (await WriteAsync(Ada)).ShouldBeOfType<Outcome.Created>();

        var customer = Customers().ShouldHaveSingleItem();
        customer.GetProperty("id").GetString().ShouldBe(made.Id);
        customer.GetProperty("displayName").GetString().ShouldBe("Ada Lovelace");
        Addresses(customer).ShouldBe(["1 Main St"]);
        Tags(customer).ShouldBe(["wholesale"]);
    }

    [Fact]
    public async Task One_with_the_same_address_is_the_same_customer_however_it_is_spelt()
    {
        var first = (await WriteAsync(Ada)).ShouldBeOfType<Outcome.Created>();

        var again = await WriteAsync("""{"email":"ADA@example.com","lastName":"King"}""");

        again.ShouldBeOfType<Outcome.Updated>().Id.ShouldBe(first.Id);
        Customers().ShouldHaveSingleItem().GetProperty("firstName").GetString().ShouldBe("Ada");
    }

    [Fact]
    public async Task What_stands_already_is_not_sent()
    {
        await WriteAsync(Ada);
        var before = Mutations();

        (await WriteAsync(Ada)).ShouldBeOfType<Outcome.Unchanged>();
        Mutations().ShouldBe(before);
    }

    [Fact]
    public async Task Addresses_and_tags_that_the_merchant_added_stay()
    {
        // The shop replaces the whole list with what it is sent.
        _shop.Post("customers", """
            {"firstName":"Ada","email":"ada@example.com","address":{"address1":"9 Old Rd","zip":"1","countryCode":"GB",
             "countryCodeV2":"GB"}}
            """);

        (await WriteAsync(Ada)).ShouldBeOfType<Outcome.Updated>();

        Addresses(Customers()[0]).ShouldBe(["9 Old Rd", "1 Main St"]);
        await WriteAsync("""{"email":"ada@example.com","tags":["vip"]}""");
        Tags(Customers()[0]).ShouldBe(["wholesale", "vip"]);
        Addresses(Customers()[0]).Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_address_that_changed_a_little_is_changed_and_not_added()
    {
        await WriteAsync(Ada);

        await WriteAsync("""
            {"email":"ada@example.com","addresses":[{"address1":"1 main st","zip":"78701","countryCode":"US",
             "company":"Analytical Engines"}]}
            """);

        var address = Customers()[0].GetProperty("addressesV2").EnumerateArray().ToArray().ShouldHaveSingleItem();
        address.GetProperty("company").GetString().ShouldBe("Analytical Engines");
        address.GetProperty("city").GetString().ShouldBe("Austin");
    }

    [Fact]
    public async Task A_linked_one_keeps_its_id_when_its_address_changes()
    {
        var made = (await WriteAsync(Ada)).ShouldBeOfType<Outcome.Created>();

        await WriteAsync("""{"email":"countess@example.com"}""", made.Id);

        var email = Customers().ShouldHaveSingleItem().GetProperty("defaultEmailAddress");
        email.GetProperty("emailAddress").GetString().ShouldBe("countess@example.com");
    }

    [Theory]
    [InlineData("""{"firstName":"Nobody"}""", "e-mail address or a phone number")]
    [InlineData("""{"email":"nobody"}""", "Email is invalid")]
    [InlineData("""{"email":"a@example.com","shoeSize":42}""", "shoeSize")]
    public async Task What_cannot_be_written_is_said(string record, string reason) =>
        (await WriteAsync(record)).ShouldBeOfType<Outcome.Rejected>().Reason.ShouldContain(reason);

    [Fact]
    public async Task An_address_that_belongs_to_another_is_said_with_the_field()
    {
        var ada = (await WriteAsync(Ada)).ShouldBeOfType<Outcome.Created>();
        await WriteAsync("""{"email":"charles@example.com"}""");

        var rejected = (await WriteAsync("""{"email":"charles@example.com"}""", ada.Id))
            .ShouldBeOfType<Outcome.Rejected>();
        rejected.Code.ShouldBe("TAKEN");
        rejected.Field.ShouldBe("email");
    }

    [Fact]
    public async Task One_that_was_deleted_in_the_shop_is_not_made_again_under_its_link() =>
        (await WriteAsync(Ada, "gid://shopify/Customer/404")).ShouldBeOfType<Outcome.Rejected>()
            .Code.ShouldBe("NOT_FOUND");

    [Fact]
    public async Task A_lost_answer_is_found_again_by_the_address()
    {
        _shop.Fail(502, "mutation", afterCommit: true);
        var write = new Write("customer", Record.Parse(Ada), "k");
        await Should.ThrowAsync<Exception>(() => _shop.Connector().ApplyAsync(write, Cancel));

        (await _shop.Connector().RecoverAsync(write, Cancel)).ShouldBeOfType<Recovery.Landed>();
        Customers().ShouldHaveSingleItem();
    }

    // The host links it where the link is kept both ways, and sends nothing over the edit.
    [Fact]
    public async Task One_that_was_made_without_an_answer_and_edited_since_is_told_by_its_id()
    {
        _shop.Fail(502, "mutation", afterCommit: true);
        var write = new Write("customer", Record.Parse(Ada), "k");
        await Should.ThrowAsync<Exception>(() => _shop.Connector().ApplyAsync(write, Cancel));
        var id = Customers().Single().GetProperty("id").GetString();
        await WriteAsync("""{"lastName":"King"}""", id);

        (await _shop.Connector().RecoverAsync(write, Cancel)).ShouldBeOfType<Recovery.Partly>().Id.ShouldBe(id);
        (await _shop.Connector().RecoverAsync(write with { Id = id }, Cancel)).ShouldBeOfType<Recovery.NotWritten>();
    }

    private Task<Outcome> WriteAsync(string record, string? id = null) =>
        _shop.Connector().ApplyAsync(new Write("customer", Record.Parse(record), "k") { Id = id }, Cancel);

    private JsonElement[] Customers() => _shop.Records("Customer");

    private int Mutations() => _shop.Ask("GET", "summary").GetProperty("mutations").GetInt32();

    private static IReadOnlyList<string?> Addresses(JsonElement customer) =>
    [
        .. customer.GetProperty("addressesV2").EnumerateArray()
            .Select(each => each.GetProperty("address1").GetString()),
    ];

    private static IReadOnlyList<string?> Tags(JsonElement customer) =>
        [.. customer.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString())];
}
