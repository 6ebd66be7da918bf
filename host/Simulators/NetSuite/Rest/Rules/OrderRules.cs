using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Rest.Rules;

/// <summary>What NetSuite adds to a sales order when it is saved: defaults, amounts, totals, the status; and what it
/// reserves of the stock.</summary>
internal sealed class OrderRules(NetSuiteState state, TransactionDefaults defaults, SaleAmounts amounts) : IRecordRules
{
    public void Complete(JsonObject fields, StoredRecord? standing)
    {
        if (fields["entity"] is null)
        {
            throw RecordFault.User("Please enter value(s) for: Customer");
        }

        amounts.Complete(fields);
        defaults.Complete(fields, "entity", posting: false);
        SetStatus(fields, StatusOf(fields, [.. fields.Lines("item")]));
    }

    public void Saved(StoredRecord record) => state.StockBook.Commit(
        record.Id,
        record.Lines("item").Where(_ => record.Fields.Reference("orderStatus") is "B" or "D" or "E").Select(line => (
            line.Reference("item"), line.Reference("location") ?? record.Fields.Reference("location"), Open(line))));

    public void Deleted(StoredRecord record) => state.StockBook.Commit(record.Id, []);

    /// <summary>The letter of the order's status as its lines stand.</summary>
    public static string StatusOf(JsonObject order, IReadOnlyList<JsonObject> lines)
    {
        var given = order.Reference("orderStatus") ?? "B";
        if (given is not ("B" or "D" or "E" or "F" or "G" or "H"))
        {
            return given;
        }

        if (lines.All(line => line.Flag("isClosed")))
        {
            return "H";
        }

        var kept = lines.Where(line => !line.Flag("isClosed")).ToList();
        var shipped = lines.Sum(line => line.Number("quantityFulfilled") ?? 0);
        if (kept.All(line => Open(line) == 0))
        {
            return kept.All(line => Unbilled(line) == 0) ? "G" : shipped == 0 ? "B" : "F";
        }

        return shipped == 0 ? "B" : "D";
    }

    /// <summary>How many of a line are still to be shipped.</summary>
    public static decimal Open(JsonObject line) => line.Flag("isClosed") || line.Text("isFulfillable") == "false"
        ? 0
        : Math.Max(0, (line.Number("quantity") ?? 0) - (line.Number("quantityFulfilled") ?? 0));

    /// <summary>How many of a line are still to be billed.</summary>
    public static decimal Unbilled(JsonObject line) =>
        Math.Max(0, (line.Number("quantity") ?? 0) - (line.Number("quantityBilled") ?? 0));

    public static void SetStatus(JsonObject order, string letter)
    {
        order["orderStatus"] = JsonFields.ReferenceTo(letter, NameOf(letter));
        order["status"] = JsonFields.ReferenceTo(letter, NameOf(letter));
    }

    private static string NameOf(string letter) => letter switch
    {
        "A" => "Pending Approval",
        "B" => "Pending Fulfillment",
        "C" => "Cancelled",
        "D" => "Partially Fulfilled",
        "E" => "Pending Billing/Partially Fulfilled",
        "F" => "Pending Billing",
        "G" => "Billed",
        _ => "Closed",
    };
}
