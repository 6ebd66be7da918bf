using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.SuiteQl;

/// <summary>The tables of the addresses of transactions. Each has a key, by which its transaction names it.</summary>
internal static class Addresses
{
    private sealed record Address(decimal Key, JsonObject Fields);

    /// <summary>The key of a transaction's address, or null where it has none.</summary>
    public static object? Key(StoredRecord transaction, string field) =>
        transaction.Fields[field] is JsonObject ? KeyOf(transaction) : null;

    public static VirtualTable OfTransactions(NetSuiteState state, string field) => Postal(
        new VirtualTable(() => state.Family(RecordType.Transactions).SelectMany(record => Of(record, field)))
            .Index("nkey", key => state.InFamily(RecordType.Transactions, key)
                .SelectMany(record => Of(record, field))));

    private static IEnumerable<object> Of(StoredRecord record, string field) =>
        record.Fields[field] is JsonObject address ? [new Address(KeyOf(record), address)] : [];

    private static decimal KeyOf(StoredRecord record) => record.Id;

    private static VirtualTable Postal(VirtualTable table)
    {
        table.Column<Address>("nkey", address => address.Key)
            .Column<Address>("country", address => SqlFields.Id(address.Fields, "country"));
        foreach (var name in SchemaFile.Address.Keys.Where(name => name is not ("country" or "override")))
        {
            table.Column<Address>(name.ToLowerInvariant(), address => SqlFields.Text(address.Fields, name));
        }

        return table;
    }
}
