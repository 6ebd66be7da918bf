using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>How many of something a line asks for. Pure.</summary>
internal static class Quantities
{
    /// <summary>A whole number above 0.</summary>
    /// <exception cref="RecordException">It is none.</exception>
    public static long Of(Record line)
    {
        var quantity = line.Number("quantity");
        return quantity > 0 && decimal.Truncate(quantity) == quantity
            ? (long)quantity
            : throw new RecordException(
                $"'quantity' of {NameOf(line)} is {quantity:0.####}, not a whole number above 0");
    }

    private static string NameOf(Record line) =>
        line.TextOrNull("sku") ?? line.TextOrNull("variant") ?? line.TextOrNull("id") ?? "a line";
}
