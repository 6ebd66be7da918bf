using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.SuiteQl;

/// <summary>A row of the table transactionline: the main line, a line of the list, or - a fulfilment posts each line
/// twice - its twin in the cost of goods.</summary>
internal sealed record TransactionLine(StoredRecord Transaction, int Id, bool Main, bool Cogs, JsonObject Fields)
{
    public static IEnumerable<TransactionLine> Of(StoredRecord transaction)
    {
        yield return new TransactionLine(transaction, 0, true, false, []);
        var lines = transaction.Lines("item").ToList();
        foreach (var (index, line) in lines.Index())
        {
            var id = (int)(line.Number("line") ?? (index + 1));
            yield return new TransactionLine(transaction, id, false, false, line);
            if (transaction.Type == RecordTypes.ItemFulfillment)
            {
                yield return new TransactionLine(transaction, lines.Count + id, false, true, line);
            }
        }
    }

    // Sales lines are negative in this table, as is the cost of goods.
    public decimal? Signed(string field) => Main ? null : Fields.Number(field) is { } number
        ? Cogs || Sales.Contains(Transaction.Type) ? -number : number
        : null;

    /// <summary>The fields with the location: the main line shows the transaction's own.</summary>
    public JsonObject Placed => Main ? Transaction.Fields : Fields;

    public object? CreatedFrom => SqlFields.Id(Transaction.Fields, "createdFrom")
        ?? SqlFields.Id(Transaction.Fields, "salesOrder") ?? SqlFields.Id(Transaction.Fields, "deposit");

    private static readonly RecordType[] Sales = [RecordTypes.SalesOrder, RecordTypes.Invoice, RecordTypes.CashSale];
}
