using IntegrationHost.Connectors;

namespace IntegrationHost.Plugins.NetSuite.Writes;

/// <summary>How documents of one entity are made, and what of them may be changed afterwards.</summary>
/// <param name="Entity">The connector's entity.</param>
/// <param name="Sources">What it is transformed from; empty where it never is.</param>
/// <param name="Standalone">Whether it can be made without a source.</param>
/// <param name="Lines">Lists that are written once, with the creation: sent again they would be doubled.</param>
internal sealed record DocumentKind(string Entity, string[] Sources, bool Standalone, string[] Lines)
{
    /// <summary>The field with the source's id; it stands in the address, never in the body.</summary>
    public string SourceField { get; init; } = "createdFrom";

    /// <summary>The list that a change replaces as a whole, or null.</summary>
    public string? Replaced { get; init; }

    /// <summary>Whether its lines move goods: a line that stays behind says <c>itemReceive</c> false, others have a
    /// quantity of 0.</summary>
    public bool Ships { get; init; }

    /// <summary>The fields that only this connector reads: what a document is made from.</summary>
    public static IEnumerable<FieldInfo> FieldsOf(string entity) => All
        .Where(kind => kind.Entity == entity && kind.Sources.Length > 0)
        .SelectMany(kind => new[] { "id", "type" }, (kind, field) =>
            new FieldInfo($"{kind.SourceField}.{field}", FieldKind.Text));

    public static readonly IReadOnlyList<DocumentKind> All =
    [
        new("itemFulfillment", ["salesOrder"], false, ["item"]) { Ships = true, Replaced = "package" },
        new("cashSale", ["salesOrder"], true, ["item"]),
        new("invoice", ["salesOrder"], true, ["item"]),
        new("returnAuthorization", ["salesOrder", "invoice", "cashSale"], true, ["item"]),
        new("itemReceipt", ["returnAuthorization"], false, ["item"]) { Ships = true },
        new("creditMemo", ["invoice", "returnAuthorization"], true, ["item"]),
        new("cashRefund", ["cashSale", "returnAuthorization"], true, ["item"]),
        new("customerDeposit", [], true, []),
        new("customerPayment", ["invoice"], true, []),
        new("depositApplication", ["customerDeposit"], false, []) { SourceField = "deposit" },
        new("customerRefund", [], true, []),
        new("inventoryAdjustment", [], true, ["inventory"]),
        new("journalEntry", [], true, ["line"]),
        new("deposit", [], true, ["payment", "other", "cashback"]),
    ];
}
