using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Rest.Transforms;

/// <summary>Which record is transformed into which, and which count of the source's lines says what is left.</summary>
internal static class TransformTable
{
    /// <summary>One transform of lines.</summary>
    /// <param name="From">The source.</param>
    /// <param name="To">The target.</param>
    /// <param name="Counter">The count on the source's lines; null where NetSuite keeps none.</param>
    /// <param name="LinkType">What the link between the lines is called.</param>
    /// <param name="Statuses">The source's letters in which it can be done; empty for any.</param>
    public sealed record Row(RecordType From, RecordType To, string? Counter, string LinkType, string Statuses)
    {
        public bool Ships => To == RecordTypes.ItemFulfillment || To == RecordTypes.ItemReceipt;
    }

    private static readonly Row[] Rows =
    [
        new(RecordTypes.SalesOrder, RecordTypes.ItemFulfillment, "quantityFulfilled", "ShipRcpt", "BDE"),
        new(RecordTypes.SalesOrder, RecordTypes.Invoice, "quantityBilled", "OrdBill", "BDEF"),
        new(RecordTypes.SalesOrder, RecordTypes.CashSale, "quantityBilled", "OrdBill", "BDEF"),
        new(RecordTypes.SalesOrder, RecordTypes.ReturnAuthorization, null, "SaleRet", "DEFGH"),
        new(RecordTypes.Invoice, RecordTypes.ReturnAuthorization, null, "SaleRet", ""),
        new(RecordTypes.Invoice, RecordTypes.CreditMemo, null, "SaleRet", ""),
        new(RecordTypes.CashSale, RecordTypes.ReturnAuthorization, null, "SaleRet", ""),
        new(RecordTypes.CashSale, RecordTypes.CashRefund, null, "SaleRet", ""),
        new(RecordTypes.ReturnAuthorization, RecordTypes.ItemReceipt, "quantityReceived", "ShipRcpt", "BDE"),
        new(RecordTypes.ReturnAuthorization, RecordTypes.CreditMemo, "quantityRefunded", "OrdBill", "BDEF"),
        new(RecordTypes.ReturnAuthorization, RecordTypes.CashRefund, "quantityRefunded", "OrdBill", "BDEF"),
    ];

    public static Row? Of(RecordType from, RecordType? to) =>
        Array.Find(Rows, row => row.From == from && row.To == to);
}
