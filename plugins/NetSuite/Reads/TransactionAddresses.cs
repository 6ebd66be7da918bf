using IntegrationHost.Plugins.NetSuite.SuiteQl;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.NetSuite.Reads;

/// <summary>The addresses of transactions, in a query for each kind: joined to the transactions they are known to take
/// NetSuite very long.</summary>
internal sealed class TransactionAddresses(SuiteQlClient suiteQl)
{
    private const string Shipping = "shippingaddress";
    private const string Billing = "billingaddress";

    public static readonly Read None = new([], []);

    public async Task<Read> OfAsync(IReadOnlyList<SuiteQlRow> rows, CancellationToken cancel) => new(
        await KindAsync("transactionshippingaddress", rows, Shipping, cancel),
        await KindAsync("transactionbillingaddress", rows, Billing, cancel));

    private async Task<Dictionary<string, Record>> KindAsync(
        string table, IReadOnlyList<SuiteQlRow> rows, string key, CancellationToken cancel)
    {
        var keys = SuiteQlText.IdList(rows.Select(row => row.TextOrNull(key)).OfType<string>());
        return keys is null ? [] : (await suiteQl.AllAsync(
            $"SELECT a.nkey, {AddressShape.Columns("a")} FROM {table} a WHERE a.nkey IN ({keys}) ORDER BY a.nkey",
            cancel)).ToDictionary(row => row.Text("nkey"), AddressShape.Of);
    }

    /// <summary>By the keys that the transactions have.</summary>
    internal sealed record Read(Dictionary<string, Record> ToShip, Dictionary<string, Record> ToBill)
    {
        public Record? Shipping(SuiteQlRow row) => Of(ToShip, row, TransactionAddresses.Shipping);

        public Record? Billing(SuiteQlRow row) => Of(ToBill, row, TransactionAddresses.Billing);

        private static Record? Of(Dictionary<string, Record> kind, SuiteQlRow row, string key) =>
            row.TextOrNull(key) is { } number ? kind.GetValueOrDefault(number) : null;
    }
}
