using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Control;

/// <summary>Puts master data and stock into the account. What is there under its name already is taken as it
/// is.</summary>
internal sealed class Seeding(NetSuiteState state)
{
    public JsonObject Seed(JsonObject body) => new()
    {
        ["locations"] = Each(body, "locations", "name", RecordTypes.Location),
        ["currencies"] = Each(body, "currencies", "symbol", RecordTypes.Currency),
        ["paymentMethods"] = Each(body, "paymentMethods", "name", RecordTypes.PaymentMethod),
        ["priceLevels"] = Each(body, "priceLevels", "name", RecordTypes.PriceLevel),
        ["salesTaxItems"] = Each(body, "salesTaxItems", "name", RecordTypes.SalesTaxItem),
        ["items"] = new JsonObject(Objects(body, "items").Select(Item)),
    };

    /// <summary>Adds or changes an item; gives its name and its id.</summary>
    public KeyValuePair<string, JsonNode?> Item(JsonObject form)
    {
        var itemId = Needed(form, "itemId");
        var fulfillable = form.Text("isFulfillable") != "false";
        var fields = new JsonObject
        {
            ["itemId"] = itemId,
            ["displayName"] = form.Text("displayName") ?? itemId,
            ["externalId"] = form.Text("externalId"),
            ["basePrice"] = form.Number("price"),
            ["isFulfillable"] = fulfillable,
            ["isInactive"] = form.Flag("isInactive"),
        };
        foreach (var empty in fields.Where(field => field.Value is null).Select(field => field.Key).ToList())
        {
            fields.Remove(empty);
        }

        Listed(form, fields);
        var type = RecordTypes.Named(form.Text("type") ?? "")
            ?? (fulfillable ? RecordTypes.InventoryItem : RecordTypes.OtherCharge);
        var standing = state.ByName(RecordType.Items, itemId);
        if (standing is null)
        {
            standing = state.Add(type, fields);
        }
        else
        {
            state.Save(standing, fields);
        }

        foreach (var level in Objects(form, "stock"))
        {
            state.StockBook.SetAvailable(standing.Id, LocationOf(level), Quantity(level));
        }

        return new(itemId, standing.Id.ToString(CultureInfo.InvariantCulture));
    }

    public void Stock(JsonObject form)
    {
        var itemId = Needed(form, "itemId");
        var item = state.ByName(RecordType.Items, itemId)
            ?? throw new ControlFault($"there is no item '{itemId}'");
        state.StockBook.SetAvailable(item.Id, LocationOf(form), Quantity(form));
    }

    // Prices per level and currency, and the members of a kit, by their names.
    private void Listed(JsonObject form, JsonObject fields)
    {
        var prices = Objects(form, "prices").Select(price => (JsonNode)new JsonObject
        {
            ["priceLevel"] = NamedReference(RecordTypes.PriceLevel, "name", price.Text("priceLevel") ?? "Base Price"),
            ["currencyPage"] = NamedReference(RecordTypes.Currency, "symbol", Needed(price, "currency")),
            ["quantity"] = new JsonObject { ["value"] = price.Number("quantity") ?? 0 },
            ["price"] = price.Number("price"),
        }).ToArray();
        var members = Objects(form, "members").Select((member, at) => (JsonNode)new JsonObject
        {
            ["lineNumber"] = at + 1,
            ["item"] = NamedReference(RecordTypes.InventoryItem, "itemId", Needed(member, "itemId")),
            ["quantity"] = member.Number("quantity") ?? 1,
        }).ToArray();
        fields["price"] = prices.Length == 0 ? null : new JsonObject { ["items"] = new JsonArray(prices) };
        fields["member"] = members.Length == 0 ? null : new JsonObject { ["items"] = new JsonArray(members) };
        foreach (var empty in fields.Where(field => field.Value is null).Select(field => field.Key).ToList())
        {
            fields.Remove(empty);
        }
    }

    private JsonObject NamedReference(RecordType type, string field, string name)
    {
        var record = state.Family(type.Family).FirstOrDefault(record => record.Fields.Text(field) == name)
            ?? throw new ControlFault($"there is no {type} '{name}'");
        return JsonFields.ReferenceTo(record.Id.ToString(CultureInfo.InvariantCulture), name);
    }

    private int LocationOf(JsonObject form)
    {
        var given = form.Reference("location") ?? throw new ControlFault("a stock level needs a location");
        var location = state.Of(RecordTypes.Location).FirstOrDefault(location => location.Fields.Text("name") == given)
            ?? state.InFamily(RecordTypes.Location.Family, given)
            ?? throw new ControlFault($"there is no location '{given}'");
        return location.Id;
    }

    private JsonObject Each(JsonObject body, string list, string key, RecordType type) =>
        new(Objects(body, list).Select(form =>
        {
            var name = Needed(form, key);
            var standing = state.Of(type).FirstOrDefault(record => record.Fields.Text(key) == name)
                ?? state.Add(type, (JsonObject)form.DeepClone());
            return KeyValuePair.Create<string, JsonNode?>(name, standing.Id.ToString(CultureInfo.InvariantCulture));
        }).DistinctBy(pair => pair.Key));

    private static IEnumerable<JsonObject> Objects(JsonObject body, string list) =>
        (body[list] as JsonArray)?.OfType<JsonObject>() ?? [];

    private static string Needed(JsonObject form, string name) =>
        form.Text(name) ?? throw new ControlFault($"'{name}' is missing");

    private static decimal Quantity(JsonObject form) =>
        form.Number("quantityAvailable") ?? throw new ControlFault("'quantityAvailable' is missing");
}
