using System.Text.Json;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Tests.Support;
using IntegrationHost.Records;
using Shouldly;

namespace IntegrationHost.Plugins.Shopify.Tests;

public sealed class When_bundles_and_contacts_are_written
{
    private readonly TestShop _shop = new();
    private readonly string _company;

    public When_bundles_and_contacts_are_written() =>
        _company = _shop.Post("companies", """{"name":"Acme","externalId":"A","location":"HQ"}""");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Place => _shop.Records("CompanyLocation")[0].GetProperty("id").GetString()!;

    [Fact]
    public async Task A_bundle_gets_the_components_it_is_to_have_and_loses_the_others_in_one_call()
    {
        (await BundleAsync((1, 2), (2, 1))).ShouldBeOfType<Outcome.Updated>();
        var before = _shop.Mutations();
        (await BundleAsync((1, 2), (2, 1))).ShouldBeOfType<Outcome.Unchanged>();
        _shop.Mutations().ShouldBe(before);

        (await BundleAsync((1, 3))).ShouldBeOfType<Outcome.Updated>();

        _shop.Mutations().ShouldBe(before + 1);
        var components = _shop.Records("ProductVariant")[0].GetProperty("productVariantComponents");
        components.EnumerateArray().ShouldHaveSingleItem().GetProperty("quantity").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task A_bundle_whose_answer_was_lost_is_found_again()
    {
        var write = Bundle((1, 2));
        _shop.Fail(502, "mutation", afterCommit: true);

        await Should.ThrowAsync<Exception>(() => _shop.Connector().ApplyAsync(write, Cancel));
        (await _shop.Connector().RecoverAsync(write, Cancel)).ShouldBeOfType<Recovery.Landed>();
    }

    [Fact]
    public async Task A_bundle_of_bundles_is_refused_with_the_shops_code()
    {
        await BundleAsync((1, 2));
        var write = Write("bundle", $$"""
            {"variant":"{{Variant(2)}}","components":[{"variant":"{{Variant(0)}}","quantity":1}]}
            """);

        (await _shop.Connector().ApplyAsync(write, Cancel)).ShouldBeOfType<Outcome.Rejected>()
            .Code.ShouldBe("NESTED_PARENT_PRODUCT_VARIANT");
    }

    [Fact]
    public async Task Several_contacts_with_roles_at_locations_are_made_once()
    {
        var first = Contact("wile@example.com", "Ordering only");
        var second = Contact("road@example.com", "Location admin", main: true);
        var made = (await ApplyAsync(first)).ShouldBeOfType<Outcome.Created>();
        (await ApplyAsync(second)).ShouldBeOfType<Outcome.Created>();
        (await ApplyAsync(first)).ShouldBeOfType<Outcome.Unchanged>().Id.ShouldBe(made.Id);
        (await ApplyAsync(second)).ShouldBeOfType<Outcome.Unchanged>();

        _shop.Records("CompanyContact").Length.ShouldBe(2);
        _shop.Records("CompanyContact")[1].GetProperty("isMainContact").GetBoolean().ShouldBeTrue();
        RolesOf(0).ShouldBe(["Ordering only"]);
        RolesOf(1).ShouldBe(["Location admin"]);
    }

    [Fact]
    public async Task A_contact_who_is_a_customer_already_becomes_one_and_is_no_second_customer()
    {
        _shop.Post("customers", """{"firstName":"Wile","email":"wile@example.com"}""");

        (await ApplyAsync(Contact("WILE@example.com", "Ordering only"))).ShouldBeOfType<Outcome.Created>();

        _shop.Records("Customer").ShouldHaveSingleItem();
        _shop.Records("CompanyContact").ShouldHaveSingleItem().GetProperty("title").GetString().ShouldBe("Buyer");
    }

    [Fact]
    public async Task A_new_company_takes_a_customer_who_stands_as_its_contact()
    {
        _shop.Post("customers", """{"firstName":"Wile","email":"wile@example.com"}""");
        var write = Write("company", """{"name":"New","externalId":"N","contact":{"email":"wile@example.com"}}""");

        (await ApplyAsync(write)).ShouldBeOfType<Outcome.Created>();
        (await ApplyAsync(write)).ShouldBeOfType<Outcome.Unchanged>();

        _shop.Records("CompanyContact").ShouldHaveSingleItem().GetProperty("isMainContact").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Another_role_at_a_location_replaces_the_one_that_stands()
    {
        await ApplyAsync(Contact("wile@example.com", "Ordering only"));

        (await ApplyAsync(Contact("wile@example.com", "Location admin"))).ShouldBeOfType<Outcome.Updated>();

        RolesOf(0).ShouldBe(["Location admin"]);
        (await ApplyAsync(Contact("wile@example.com", "Emperor"))).ShouldBeOfType<Outcome.Rejected>()
            .Reason.ShouldContain("Location admin, Ordering only");
    }

    [Fact]
    public async Task Roles_that_are_not_named_stay_unless_the_record_says_otherwise()
    {
        await ApplyAsync(Contact("wile@example.com", "Ordering only"));
        (await ApplyAsync(Write("companyContact", $$"""
            {"company":"{{_company}}","email":"wile@example.com","roles":[]}
            """))).ShouldBeOfType<Outcome.Unchanged>();

        (await ApplyAsync(Write("companyContact", $$"""
            {"company":"{{_company}}","email":"wile@example.com","roles":[],"revokeOthers":true}
            """))).ShouldBeOfType<Outcome.Updated>();

        RolesOf(0).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_contact_that_broke_off_between_two_calls_is_gone_on_with()
    {
        var write = Contact("wile@example.com", "Ordering only");
        _shop.Fail(503, "mutation/ContactRolesAssign");

        await Should.ThrowAsync<Exception>(() => ApplyAsync(write));
        (await _shop.Connector().RecoverAsync(write, Cancel)).ShouldBeOfType<Recovery.NotWritten>();
        (await ApplyAsync(write)).ShouldBeOfType<Outcome.Updated>();

        _shop.Records("CompanyContact").ShouldHaveSingleItem();
        RolesOf(0).ShouldBe(["Ordering only"]);
    }

    [Fact]
    public async Task A_company_is_read_with_every_role_of_its_contacts_however_many_they_are()
    {
        var places = new List<string> { Place };
        for (var number = 1; number <= 120; number++)
        {
            places.Add((await ApplyAsync(Write("companyLocation", $$"""
                {"company":"{{_company}}","name":"Branch {{number}}","externalId":"B{{number}}"}
                """))).ShouldBeOfType<Outcome.Created>().Id);
        }

        await ApplyAsync(Write("companyContact", JsonSerializer.Serialize(new
        {
            company = _company,
            email = "wile@example.com",
            roles = places.Select(location => new { location, role = "Ordering only" }),
        })));

        var company = (await _shop.Connector().ReadAsync("company", [_company], Cancel)).ShouldHaveSingleItem().Record;

        var roles = company.List("contacts.nodes.0.roleAssignments.nodes");
        roles.Select(role => role.Text("companyLocation.id")).Order().ShouldBe(places.Order());
        roles.ShouldAllBe(role => role.Text("role.name") == "Ordering only");
    }

    private string?[] RolesOf(int contact)
    {
        var names = _shop.Records("CompanyContactRole").ToDictionary(
            role => role.GetProperty("id").GetString()!, role => role.GetProperty("name").GetString());
        var id = _shop.Records("CompanyContact")[contact].GetProperty("id").GetString();
        return [.. _shop.Records("CompanyContactRoleAssignment")
            .Where(each => each.GetProperty("companyContact").GetString() == id)
            .Select(each => names[each.GetProperty("role").GetString()!])];
    }

    private Write Contact(string email, string role, bool main = false) => Write("companyContact",
        JsonSerializer.Serialize(new
        {
            company = _company, email, title = "Buyer", main, roles = new[] { new { location = Place, role } },
        }));

    private Task<Outcome> BundleAsync(params (int Variant, int Quantity)[] components) =>
        ApplyAsync(Bundle(components));

    private Write Bundle(params (int Variant, int Quantity)[] components) => Write("bundle",
        JsonSerializer.Serialize(new
        {
            variant = Variant(0),
            components = components.Select(each => new { variant = Variant(each.Variant), quantity = each.Quantity }),
        }));

    private string Variant(int at) => _shop.Records("ProductVariant")[at].GetProperty("id").GetString()!;

    private Task<Outcome> ApplyAsync(Write write) => _shop.Connector().ApplyAsync(write, Cancel);

    private static Write Write(string entity, string record) => new(entity, Record.Parse(record), $"k|{record}");
}
