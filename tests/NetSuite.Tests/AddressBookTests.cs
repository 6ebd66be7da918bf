using System.Text.Json;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Errors;
using IntegrationHost.Plugins.NetSuite.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.NetSuite.Tests;

/// <summary>Address books of customers that stand, against the played account: ours is kept up to date, what others
/// entered is left alone.</summary>
public sealed class AddressBookTests
{
    private readonly TestAccount _account = new();
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Our_address_is_changed_where_it_stands_and_those_of_others_stay()
    {
        var id = ((Outcome.Created)await ApplyAsync(Customer("Shopify", "Austin"))).Id;
        EnteredByHand(id, "Warehouse", "Dallas", isDefault: false);

        (await ApplyAsync(Customer("Shopify", "Boston"), id)).ShouldBe(new Outcome.Updated(id, ""));
        await ApplyAsync(Customer("Shopify", "Boston"), id);

        Book().ShouldBe([("Shopify", "Boston", true), ("Warehouse", "Dallas", false)]);
    }

    [Fact]
    public async Task The_default_that_somebody_chose_stays()
    {
        var id = ((Outcome.Created)await ApplyAsync(Customer("Shopify", "Austin"))).Id;
        EnteredByHand(id, "Head office", "Dallas", isDefault: true);

        await ApplyAsync(Customer("Shopify", "Boston"), id);

        Book().ShouldContain(("Shopify", "Boston", false));
        Book().ShouldContain(("Head office", "Dallas", true));
    }

    [Fact]
    public async Task A_customer_that_had_no_address_gets_ours()
    {
        var id = _account.AddCustomer("SHPFY-us-C1");
        EnteredByHand(id, "Warehouse", "Dallas", isDefault: false);

        await ApplyAsync(Customer("Shopify", "Austin"), id);

        Book().Select(line => line.Label).ShouldBe(["Warehouse", "Shopify"]);
    }

    [Fact]
    public async Task A_change_whose_answer_is_lost_adds_no_address_twice()
    {
        var id = _account.AddCustomer("SHPFY-us-C1");
        var write = WriteOf(Customer("Shopify", "Austin"), id);
        _account.LoseAnswer("PATCH", "/record/v1/customer");

        await Should.ThrowAsync<NetSuiteException>(() => _account.Connector().ApplyAsync(write, _cancel));
        var recovery = await _account.Connector().RecoverAsync(write, _cancel);
        await _account.Connector().ApplyAsync(write, _cancel);

        recovery.ShouldBe(new Recovery.Landed(new Outcome.Updated(id, "")));
        Book().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_change_whose_addresses_do_not_show_did_not_land()
    {
        var id = _account.AddCustomer("SHPFY-us-C1");

        (await _account.Connector().RecoverAsync(WriteOf(Customer("Shopify", "Austin"), id), _cancel))
            .ShouldBeOfType<Recovery.NotWritten>();
    }

    private Task<Outcome> ApplyAsync(Record record, string? id = null) =>
        _account.Connector().ApplyAsync(WriteOf(record, id), _cancel);

    private static Write WriteOf(Record record, string? id) => new("customer", record, $"test|{record}") { Id = id };

    private static Record Customer(string label, string city) => Record.Parse($$"""
        {"externalId":"SHPFY-us-C1","isPerson":true,"firstName":"Ada","lastName":"Lovelace","subsidiary":{"id":"1"},
         "addressBook":{"items":[{"label":"{{label}}","defaultShipping":true,"defaultBilling":true,
          "addressBookAddress":{"addr1":"1 Main Street","city":"{{city}}","country":{"id":"US"} } } ] } }
        """);

    // A person's choice of a default takes it from the others.
    private void EnteredByHand(string id, string label, string city, bool isDefault)
    {
        var letter = isDefault ? "true" : "false";
        var others = string.Concat(Lines().Where(_ => isDefault).Select(line =>
            $$"""{"id":{{line.GetProperty("id")}},"defaultShipping":false,"defaultBilling":false},"""));
        _account.Post("records/customer", $$"""
            {"id":"{{id}}","addressBook":{"items":[{{others}}{"label":"{{label}}","defaultShipping":{{letter}},
             "addressBookAddress":{"city":"{{city}}"} } ] } }
            """);
    }

    private List<(string Label, string City, bool IsDefault)> Book() =>
    [
        .. Lines().Select(line => (
            line.GetProperty("label").GetString()!,
            line.GetProperty("addressBookAddress").GetProperty("city").GetString()!,
            line.TryGetProperty("defaultShipping", out var flag) && flag.GetBoolean())),
    ];

    private List<JsonElement> Lines() => [.. _account.Records("customer").EnumerateArray()
        .SelectMany(customer => customer.TryGetProperty("addressBook", out var book)
            ? book.GetProperty("items").EnumerateArray() : default)];
}
