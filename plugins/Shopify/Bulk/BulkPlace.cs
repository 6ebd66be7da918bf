using System.Globalization;
using IntegrationHost.Plugins.Shopify.Feeds;

namespace IntegrationHost.Plugins.Shopify.Bulk;

/// <summary>Where a backfill stands: the bulk operation, and how far its result was read. Written as
/// <c>operation|offset|done</c>. Pure.</summary>
/// <param name="Operation">The operation's global id.</param>
/// <param name="Offset">Bytes of the result that were read.</param>
/// <param name="Done">Records in them.</param>
internal sealed record BulkPlace(string Operation, long Offset, long Done)
{
    public static BulkPlace Parse(string text) =>
        text.Split('|') is [var operation, var offset, var done]
            && long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            && long.TryParse(done, NumberStyles.None, CultureInfo.InvariantCulture, out var records)
            ? new BulkPlace(operation, bytes, records)
            : throw new FormatException($"'{text}' is no place in a Shopify backfill; begin it anew");

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Operation}|{Offset}|{Done}");
}
