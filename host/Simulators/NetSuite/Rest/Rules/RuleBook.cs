using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Rest.Rules;

/// <summary>The rules of every kind of record.</summary>
internal sealed class RuleBook
{
    private readonly Dictionary<RecordType, IRecordRules> _rules;

    public RuleBook(NetSuiteState state, AccountZone zone)
    {
        var defaults = new TransactionDefaults(state, zone);
        var amounts = new SaleAmounts(state);
        var settling = new Settling(state);
        var sale = new SaleRules(state, defaults, amounts, settling);
        var payment = new PaymentRules(state, defaults, settling);
        var item = new ItemRules(state);
        _rules = new()
        {
            [RecordTypes.Customer] = new CustomerRules(state),
            [RecordTypes.Contact] = new ContactRules(),
            [RecordTypes.SalesOrder] = new OrderRules(state, defaults, amounts),
            [RecordTypes.Invoice] = sale,
            [RecordTypes.CashSale] = sale,
            [RecordTypes.CreditMemo] = sale,
            [RecordTypes.CashRefund] = sale,
            [RecordTypes.ReturnAuthorization] = sale,
            [RecordTypes.ItemFulfillment] = new FulfilmentRules(state, defaults),
            [RecordTypes.ItemReceipt] = new ReceiptRules(state, defaults),
            [RecordTypes.CustomerDeposit] = payment,
            [RecordTypes.CustomerPayment] = payment,
            [RecordTypes.DepositApplication] = payment,
            [RecordTypes.CustomerRefund] = payment,
            [RecordTypes.InventoryAdjustment] = new AdjustmentRules(state, defaults),
            [RecordTypes.JournalEntry] = new LedgerRules(defaults),
            [RecordTypes.Deposit] = new LedgerRules(defaults),
        };
        foreach (var type in RecordTypes.All.Where(type => type.Family == RecordType.Items))
        {
            _rules[type] = item;
        }
    }

    public IRecordRules Of(RecordType type) => _rules.GetValueOrDefault(type) ?? NoRules.Instance;

    private sealed class NoRules : IRecordRules
    {
        public static readonly NoRules Instance = new();

        public void Complete(JsonObject fields, StoredRecord? standing)
        {
        }
    }
}
