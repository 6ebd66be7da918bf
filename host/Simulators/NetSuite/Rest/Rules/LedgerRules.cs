using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Rest.Rules;

/// <summary>Journal entries, whose debits and credits must be equal, and bank deposits.</summary>
internal sealed class LedgerRules(TransactionDefaults defaults) : IRecordRules
{
    public void Complete(JsonObject fields, StoredRecord? standing)
    {
        defaults.Complete(fields, null, posting: true);
        if (fields["account"] is not null || fields["other"] is not null)
        {
            fields["total"] = Sum(fields, "other", "amount") - Sum(fields, "cashBack", "amount")
                + Sum(fields, "payment", "paymentAmount");
            return;
        }

        var (debit, credit) = (Sum(fields, "line", "debit"), Sum(fields, "line", "credit"));
        if (debit == 0 || debit != credit)
        {
            throw RecordFault.User("Please ensure that the amounts in the debit and credit columns are balanced.");
        }
    }

    private static decimal Sum(JsonObject fields, string sublist, string field) =>
        fields.Lines(sublist).Sum(line => line.Number(field) ?? 0);
}
