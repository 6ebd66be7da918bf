using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Rest.Rules;

/// <summary>Invoices, cash sales, credit memos, cash refunds and return authorizations: lines of items with a
/// total.</summary>
internal sealed class SaleRules(
    NetSuiteState state, TransactionDefaults defaults, SaleAmounts amounts, Settling settling) : IRecordRules
{
    public void Complete(JsonObject fields, StoredRecord? standing)
    {
        if (fields["entity"] is null)
        {
            throw RecordFault.User("Please enter value(s) for: Customer");
        }

        amounts.Complete(fields);
        defaults.Complete(fields, "entity", posting: fields["orderStatus"] is null);
    }

    public void Saved(StoredRecord record)
    {
        if (record.Type == RecordTypes.ReturnAuthorization)
        {
            SetStatus(record, StatusOf(record));
            return;
        }

        if (record.Type == RecordTypes.CreditMemo)
        {
            settling.Apply(record, "apply");
        }

        settling.Refresh(record);
        // Sold over the counter: nothing else takes it off the shelf.
        if (record.Fields["createdFrom"] is null && record.Writes == 1 && Direction(record.Type) is var sign and not 0)
        {
            foreach (var line in record.Lines("item"))
            {
                state.StockBook.Move(line.Reference("item"),
                    line.Reference("location") ?? record.Fields.Reference("location"),
                    sign * (line.Number("quantity") ?? 0));
            }
        }
    }

    public void Deleted(StoredRecord record) => settling.Undo(record);

    private static int Direction(RecordType type) =>
        type == RecordTypes.Invoice || type == RecordTypes.CashSale ? -1 : 0;

    private static string StatusOf(StoredRecord record)
    {
        if (record.Fields.Reference("orderStatus") is "A")
        {
            return "A";
        }

        var lines = record.Lines("item").Where(line => !line.Flag("isClosed")).ToList();
        var received = lines.Sum(line => line.Number("quantityReceived") ?? 0);
        var whole = lines.All(line => (line.Number("quantityReceived") ?? 0) >= (line.Number("quantity") ?? 0));
        var refunded = lines.Count > 0
            && lines.All(line => (line.Number("quantityRefunded") ?? 0) >= (line.Number("quantity") ?? 0));
        return lines.Count == 0 ? "H" : refunded ? "G" : whole ? "F" : received > 0 ? "D" : "B";
    }

    private static void SetStatus(StoredRecord record, string letter)
    {
        var name = letter switch
        {
            "A" => "Pending Approval",
            "B" => "Pending Receipt",
            "D" => "Partially Received",
            "F" => "Pending Refund",
            "G" => "Refunded",
            _ => "Closed",
        };
        record.Fields["orderStatus"] = JsonFields.ReferenceTo(letter, name);
        record.Fields["status"] = JsonFields.ReferenceTo(letter, name);
    }
}
