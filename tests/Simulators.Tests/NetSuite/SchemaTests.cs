using IntegrationHost.Simulators.NetSuite.State;
using Shouldly;

namespace IntegrationHost.Simulators.Tests.NetSuite;

/// <summary>The played records take no field that NetSuite's REST schema of 2026.1 does not have, as far as that was
/// collected beside the checkout: what is taken here and refused there the first customer would find out.</summary>
public sealed class SchemaTests
{
    private const string Missing = "no record schemas stand beside this checkout (../shared/reference/netsuite)";

    // In NetSuite's own list and not in the selection, or of a line that several record types share.
    private static readonly Dictionary<string, string[]> NotSelected = new()
    {
        ["salesOrder"] = ["createdFrom", "partner", "shippingCostOverridden"],
        ["salesOrder.item"] = ["orderLine", "quantityReceived"],
        ["customerDeposit"] = ["customForm"],
        ["itemFulfillment"] =
        [
            "class", "currency", "customForm", "department", "exchangeRate", "handlingCost", "otherRefNum",
            "shipAddress", "shippingCost", "status", "subsidiary", "tranDate",
        ],
        ["itemFulfillment.item"] = ["itemName", "line"],
        ["inventoryAdjustment.inventory"] = ["memo"],
    };

    [Theory]
    [InlineData("salesOrder", "salesOrder", "")]
    [InlineData("salesOrder.item", "salesOrder", "item")]
    [InlineData("customer.addressBook", "customer", "addressBook")]
    [InlineData("customerDeposit", "customerDeposit", "")]
    [InlineData("itemFulfillment", "itemFulfillment", "")]
    [InlineData("itemFulfillment.item", "itemFulfillment", "item")]
    [InlineData("itemFulfillment.package", "itemFulfillment", "package")]
    [InlineData("itemPrice (inventoryItem/kitItem/... .price)", "inventoryItem", "price")]
    [InlineData("kitItem.member", "kitItem", "member")]
    [InlineData("inventoryAdjustment.inventory", "inventoryAdjustment", "inventory")]
    public void A_played_record_has_no_field_that_NetSuite_does_not_have(string name, string type, string list)
    {
        var reference = ReferenceFiles.Read("rest-schema-2026.1-subset.json");
        Assert.SkipWhen(reference is null, Missing);
        var known = reference.Value.GetProperty(name).EnumerateObject().Select(field => field.Name)
            .Concat(NotSelected.GetValueOrDefault(name) ?? []);
        var played = RecordTypes.Named(type)!;
        var fields = list is "" ? played.Fields.Values : played.Sublists[list].Fields.Values;

        fields.Select(field => field.Name).Except(known).ShouldBeEmpty();
    }

    [Fact]
    public void An_address_has_no_field_that_NetSuite_does_not_have()
    {
        var reference = ReferenceFiles.Read("rest-schema-2026.1-subset.json");
        Assert.SkipWhen(reference is null, Missing);

        SchemaFile.Address.Keys.Except(reference.Value.GetProperty("address").EnumerateObject()
            .Select(field => field.Name)).ShouldBeEmpty();
    }

    // Payment methods are payment options over REST; the old name would be refused.
    [Theory]
    [InlineData("salesOrder")]
    [InlineData("customerDeposit")]
    [InlineData("customerPayment")]
    [InlineData("customerRefund")]
    [InlineData("cashRefund")]
    public void A_payment_method_is_an_option(string type)
    {
        RecordTypes.Named(type)!.Fields.ShouldContainKey("paymentOption");
        RecordTypes.Named(type)!.Fields.ShouldNotContainKey("paymentMethod");
    }
}
