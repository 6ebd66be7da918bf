using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Rest.Rules;

/// <summary>What every transaction gets when it is saved without it, and whether its period is open.</summary>
internal sealed class TransactionDefaults(NetSuiteState state, AccountZone zone)
{
    /// <exception cref="RecordFault">The period of a posting transaction is closed.</exception>
    public void Complete(JsonObject transaction, string? customerField, bool posting)
    {
        transaction["tranDate"] ??= zone.Today().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        transaction["subsidiary"] ??= JsonFields.ReferenceTo("1", "Parent Company");
        if (transaction["currency"] is null && Currency(transaction, customerField) is { } currency)
        {
            transaction["currency"] = JsonFields.ReferenceTo(
                currency.Id.ToString(CultureInfo.InvariantCulture), NetSuiteState.RefName(currency));
        }

        if (posting && state.ClosedBefore?.ToString("O", CultureInfo.InvariantCulture) is { } open
            && string.CompareOrdinal(transaction.Text("tranDate"), open) < 0)
        {
            throw RecordFault.User("You cannot post a transaction to a closed period.");
        }
    }

    private StoredRecord? Currency(JsonObject transaction, string? customerField)
    {
        var customer = customerField is null
            ? null
            : state.InFamily(RecordTypes.Customer.Family, transaction.Reference(customerField));
        return state.InFamily(RecordTypes.Currency.Family, customer?.Fields.Reference("currency"))
            ?? state.Family(RecordTypes.Currency.Family).FirstOrDefault();
    }
}
