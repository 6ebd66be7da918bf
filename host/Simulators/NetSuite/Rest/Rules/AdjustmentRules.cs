using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Rest.Rules;

/// <summary>Inventory adjustments: stock that is found or lost.</summary>
internal sealed class AdjustmentRules(NetSuiteState state, TransactionDefaults defaults) : IRecordRules
{
    public void Complete(JsonObject fields, StoredRecord? standing)
    {
        if (fields["account"] is null)
        {
            throw RecordFault.User("Please enter value(s) for: Adjustment Account");
        }

        var lines = fields.Lines("inventory").ToList();
        if (lines.Count == 0)
        {
            throw RecordFault.User("You must enter at least one line item for this transaction.");
        }

        foreach (var (index, line) in lines.Index())
        {
            foreach (var needed in Needed.Where(name => line[name] is null))
            {
                throw new RecordFault(400, "USER_ERROR",
                    $"Error while accessing a resource. Please enter value(s) for: {needed}",
                    string.Create(CultureInfo.InvariantCulture, $"inventory.items[{index}].{needed}"));
            }
        }

        defaults.Complete(fields, null, posting: true);
    }

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
        foreach (var line in record.Lines("inventory"))
        {
            state.StockBook.Move(
                line.Reference("item"), line.Reference("location"), direction * (line.Number("adjustQtyBy") ?? 0));
        }
    }

    private static readonly string[] Needed = ["item", "location", "adjustQtyBy"];
}
