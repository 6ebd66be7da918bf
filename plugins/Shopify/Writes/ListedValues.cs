using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>What a <see cref="ListedWriter"/> writes. Pure.</summary>
/// <param name="Operation">The document.</param>
/// <param name="Field">Its one field.</param>
/// <param name="AtOnceMost">How many one call takes.</param>
/// <param name="Known">The fields a record may have.</param>
/// <param name="Read">A record as an input.</param>
/// <param name="Variables">The document's variables for a list and its inputs.</param>
internal sealed record ListedValues(
    string Operation, string Field, int AtOnceMost, IReadOnlyList<string> Known,
    Func<Record, ListedValues.Value> Read, Func<string, JsonArray, JsonObject> Variables)
{
    /// <summary>Metafields of any record, 25 in a call.</summary>
    public static ListedValues Metafields { get; } = new(
        "MetafieldsSet", "metafieldsSet", 25, ["owner", "namespace", "key", "type", "value", "compareDigest"],
        ReadMetafield, (_, inputs) => new JsonObject { ["metafields"] = inputs });

    /// <summary>Fixed prices of a price list, 250 in a call.</summary>
    public static ListedValues Prices { get; } = new(
        "PriceListPrices", "priceListFixedPricesAdd", 250,
        ["priceList", "variant", "price", "compareAtPrice", "currency"],
        ReadPrice, (list, inputs) => new JsonObject { ["list"] = list, ["prices"] = inputs });

    /// <summary>Why a write cannot be made one of these, or null.</summary>
    public Outcome.Rejected? Judge(Write write) => write.Kind == ChangeKind.Delete
        ? new Outcome.Rejected($"{write.Entity} is not deleted by this connector", "not-writable")
        : Inputs.UnknownIn(write.Record, Known) is [var unknown, ..]
            ? new Outcome.Rejected($"{write.Entity} has no field {unknown}", "unknown-field", unknown) : null;

    private static Value ReadMetafield(Record record)
    {
        var (owner, key) = (record.Text("owner"), record.Text("key"));
        var input = Inputs.Of(record, "namespace", "key", "type", "compareDigest");
        input["ownerId"] = owner;
        // The API takes every type of value as text.
        input["value"] = record.Text("value");
        return new Value("", $"{owner}@{record.TextOrNull("namespace") ?? "$app"}.{key}", input);
    }

    private static Value ReadPrice(Record record)
    {
        var (list, variant) = (record.Text("priceList"), record.Text("variant"));
        var currency = record.Text("currency");
        var input = new JsonObject
        {
            ["variantId"] = variant,
            ["price"] = Amount(record.Money("price"), currency),
        };
        if (record.Has("compareAtPrice"))
        {
            input["compareAtPrice"] = Amount(record.Money("compareAtPrice"), currency);
        }

        return new Value(list, $"{variant}@{list}", input);
    }

    private static JsonObject Amount(decimal amount, string currency) => new()
    {
        ["amount"] = amount.ToString(CultureInfo.InvariantCulture), ["currencyCode"] = currency,
    };

    /// <summary>One value.</summary>
    /// <param name="List">Which list it goes into.</param>
    /// <param name="Id">Our id of it: the API has none that could be known before.</param>
    /// <param name="Input">As the call takes it.</param>
    internal sealed record Value(string List, string Id, JsonObject Input);
}
