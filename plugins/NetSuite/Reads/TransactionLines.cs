using IntegrationHost.Plugins.NetSuite.SuiteQl;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.NetSuite.Reads;

/// <summary>The lines of items in the rows of a <see cref="TransactionQuery"/>. Pure.</summary>
internal sealed class TransactionLines(CustomFields custom)
{
    /// <summary>By transaction. A line can be linked more than once, and is one line all the same.</summary>
    public ILookup<string, Record> In(IReadOnlyList<SuiteQlRow> rows) => rows
        .Where(row => row.TextOrNull("item") is not null)
        .DistinctBy(row => (row.Text("id"), row.Text("line")))
        .ToLookup(row => row.Text("id"), LineOf);

    // The table keeps sales negative and credits positive; people write both positive.
    public static string? Positive(string? number) => number?.TrimStart('-');

    private Record LineOf(SuiteQlRow row) => new RestShape()
        .Text("line", row.Text("line"))
        .Text("orderLine", row.TextOrNull("previousline"))
        .Reference("item", row.Text("item"), ("refName", row.TextOrNull("itemid")))
        .Text("quantity", Positive(row.TextOrNull("quantity")))
        .Text("rate", row.TextOrNull("rate"))
        .Text("amount", Turned(row.TextOrNull("foreignamount"), row.TextOrNull("quantity")))
        .Text("quantityFulfilled", Positive(row.TextOrNull("quantityshiprecv")))
        .Text("quantityBilled", Positive(row.TextOrNull("quantitybilled")))
        .Flag("isClosed", row.TextOrNull("isclosed"))
        .Reference("location", row.TextOrNull("linelocation"))
        .Custom(row, custom.Of("custcol"))
        .ToRecord();

    private static string? Turned(string? amount, string? quantity) =>
        amount is null || quantity is null || !quantity.StartsWith('-') ? amount
        : amount.StartsWith('-') ? amount[1..]
        : amount is "0" ? amount
        : $"-{amount}";
}
