using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Rest.Rules;

/// <summary>Customer deposits, payments, deposit applications and customer refunds: an amount, and the documents it
/// settles.</summary>
internal sealed class PaymentRules(NetSuiteState state, TransactionDefaults defaults, Settling settling) : IRecordRules
{
    public void Complete(JsonObject fields, StoredRecord? standing)
    {
        if (fields["customer"] is null)
        {
            throw RecordFault.User("Please enter value(s) for: Customer");
        }

        defaults.Complete(fields, "customer", posting: true);
        var applied = Lists.Sum(list => settling.Check(fields, list, standing?.Id ?? 0));
        if (fields["payment"] is null && applied > 0)
        {
            fields["payment"] = applied;
        }

        if (fields.Number("payment") is not > 0)
        {
            throw RecordFault.User("Please enter value(s) for: Payment Amount");
        }

        if (applied > fields.Number("payment"))
        {
            throw RecordFault.User("The amount applied is more than the payment.");
        }

        fields["total"] = fields.Number("payment");
    }

    public void Saved(StoredRecord record)
    {
        settling.Apply(record, Lists);
        settling.Refresh(record);
        if (record.Type == RecordTypes.DepositApplication && record.Fields.Reference("deposit") is { } deposit
            && state.InFamily(RecordType.Transactions, deposit) is { } source)
        {
            state.Applications.Add(new Application(record.Id, source.Id, record.Fields.Number("payment") ?? 0));
            settling.Refresh(source);
            state.Touch(source);
        }

        ShowAtOrder(record);
    }

    public void Deleted(StoredRecord record)
    {
        settling.Undo(record);
        record.Fields["payment"] = 0m;
        ShowAtOrder(record);
    }

    private void ShowAtOrder(StoredRecord record)
    {
        if (record.Type == RecordTypes.CustomerDeposit && record.Fields.Reference("salesOrder") is { } id
            && state.ById(RecordTypes.SalesOrder, id) is { } order)
        {
            order.Fields["amountDeposited"] = state.Of(RecordTypes.CustomerDeposit)
                .Where(deposit => deposit.Fields.Reference("salesOrder") == id)
                .Sum(deposit => deposit.Fields.Number("payment") ?? 0);
        }
    }

    private static readonly string[] Lists = ["apply", "deposit", "credit"];
}
