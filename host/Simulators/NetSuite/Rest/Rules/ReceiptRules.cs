using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Rest.Rules;

/// <summary>Item receipts: what comes back goes on the shelf, unless its line says otherwise.</summary>
internal sealed class ReceiptRules(NetSuiteState state, TransactionDefaults defaults) : IRecordRules
{
    public void Complete(JsonObject fields, StoredRecord? standing) =>
        defaults.Complete(fields, "entity", posting: true);

    public void Saved(StoredRecord record)
    {
        if (record.Writes == 1)
        {
            Move(record, 1);
        }
    }

    public void Deleted(StoredRecord record) => Move(record, -1);

    private void Move(StoredRecord record, int direction)
    {
        foreach (var line in record.Lines("item").Where(line => line["restock"] is null || line.Flag("restock")))
        {
            state.StockBook.Move(
                line.Reference("item"), line.Reference("location"), direction * (line.Number("quantity") ?? 0));
        }
    }
}
