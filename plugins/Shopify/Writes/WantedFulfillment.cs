using System.Text.Json.Nodes;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>The fulfilment a write asks for. Pure.</summary>
/// <param name="Order">The order's global id.</param>
/// <param name="Quantities">What is to be shipped, by SKU; empty for all that is left.</param>
/// <param name="Company">The carrier.</param>
/// <param name="Numbers">The tracking numbers.</param>
/// <param name="Urls">Where each can be followed.</param>
/// <param name="NotifyCustomer">Whether the shop mails the customer.</param>
internal sealed record WantedFulfillment(
    string Order, IReadOnlyDictionary<string, long> Quantities, string? Company, IReadOnlyList<string> Numbers,
    IReadOnlyList<string> Urls, bool NotifyCustomer)
{
    public bool IsEverything => Quantities.Count == 0;

    public bool IsTracked => Numbers.Count > 0;

    /// <exception cref="RecordException">The record does not say what is needed.</exception>
    public static WantedFulfillment Of(Record record)
    {
        var tracking = record.InnerOrNull("tracking");
        return new WantedFulfillment(
            record.Text("order"),
            record.ListOrEmpty("lines").GroupBy(line => line.Text("sku").Trim(), StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Sum(Writes.Quantities.Of), StringComparer.Ordinal),
            tracking?.TextOrNull("company"),
            [.. (tracking?.Texts("numbers") ?? []).Select(number => number.Trim()).Where(number => number.Length > 0)
                .Distinct(StringComparer.Ordinal)],
            tracking?.Texts("urls") ?? [],
            record.FlagOrFalse("notifyCustomer"));
    }

    /// <summary>The tracking as the shop takes it.</summary>
    public JsonObject TrackingInput() => new()
    {
        ["company"] = Company,
        ["numbers"] = Inputs.Texts(Numbers),
        ["urls"] = Inputs.Texts(Urls),
    };
}
