using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>By which marks a fulfilment of ours is found again. Pure.</summary>
internal static class FulfillmentMarks
{
    public static Record? FindIn(Record order, Record wanted) => order.ListOrEmpty("fulfillments")
        .Where(standing => standing.Text("status") != "CANCELLED")
        .FirstOrDefault(standing => SameTracking(standing, wanted) && SameLines(standing, wanted));

    private static bool SameTracking(Record standing, Record wanted) => standing.ListOrEmpty("trackingInfo")
        .Select(tracking => tracking.TextOrNull("number") ?? "")
        .Order(StringComparer.Ordinal)
        .SequenceEqual((wanted.InnerOrNull("tracking")?.Texts("numbers") ?? []).Order(StringComparer.Ordinal));

    private static bool SameLines(Record standing, Record wanted)
    {
        var lines = wanted.ListOrEmpty("lines");
        return lines.Count == 0 || Quantities(standing.List("fulfillmentLineItems.nodes"), "lineItem.sku")
            .SequenceEqual(Quantities(lines, "sku"));
    }

    private static IEnumerable<(string Sku, decimal Quantity)> Quantities(IReadOnlyList<Record> lines, string path) => lines
        .GroupBy(line => line.TextOrNull(path) ?? "")
        .Select(group => (group.Key, group.Sum(line => line.Number("quantity"))))
        .OrderBy(line => line.Key, StringComparer.Ordinal);
}
