using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>What a write wants of a variant: prices first of all. Pure.</summary>
/// <param name="Id">The variant's global id.</param>
/// <param name="Input">As the bulk update takes it.</param>
internal sealed record WantedVariant(string Id, JsonObject Input)
{
    private static readonly string[] OfVariant =
        ["price", "compareAtPrice", "barcode", "taxable", "inventoryPolicy", "metafields"];

    // The bulk update has these in the variant's inventory item.
    private static readonly string[] OfItem =
        ["sku", "cost", "tracked", "requiresShipping", "harmonizedSystemCode", "countryCodeOfOrigin"];

    private static readonly string[] Compared = ["price", "compareAtPrice", "barcode"];

    public static (WantedVariant? Wanted, Outcome.Rejected? Wrong) Of(Write write)
    {
        try
        {
            var record = write.Record;
            return write.Kind == ChangeKind.Delete
                    ? (null, new Outcome.Rejected("a variant is not deleted by this connector", "not-writable"))
                : Inputs.UnknownIn(record, [.. OfVariant, .. OfItem, "id", "product"]) is [var unknown, ..]
                    ? (null, new Outcome.Rejected(
                        $"a variant has no field {unknown} that can be written", "unknown-field", unknown))
                : (Read(write, record), null);
        }
        catch (RecordException fault)
        {
            return (null, new Outcome.Rejected(fault.Message, "unreadable-record"));
        }
    }

    /// <summary>Whether the variant stands as wanted; what a look does not show is never taken for standing.</summary>
    public bool Stands(Record variant) => Input.All(field => Compared.Contains(field.Key)
        ? field.Key == "barcode"
            ? Inputs.Same(field.Value, variant.TextOrNull("barcode"))
            : MoneyOf(field.Value) == variant.NumberOrNull(field.Key)
        : field.Key == "id");

    private static WantedVariant Read(Write write, Record record)
    {
        var input = Inputs.Of(record, OfVariant);
        foreach (var price in new[] { "price", "compareAtPrice" }.Where(record.Has))
        {
            input[price] = record.Money(price).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (Inputs.Of(record, OfItem) is { Count: > 0 } item)
        {
            input["inventoryItem"] = item;
        }

        var id = write.Id ?? record.Text("id");
        input["id"] = id;
        return new WantedVariant(id, input);
    }

    private static decimal? MoneyOf(JsonNode? value) =>
        value is null ? null : decimal.Parse(value.ToString(), System.Globalization.CultureInfo.InvariantCulture);
}
