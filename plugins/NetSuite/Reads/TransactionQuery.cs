using IntegrationHost.Plugins.NetSuite.SuiteQl;

namespace IntegrationHost.Plugins.NetSuite.Reads;

/// <summary>The query of a batch of transactions: a row per line, or one per transaction where there are
/// none.</summary>
internal sealed class TransactionQuery(
    SuiteQlClient suiteQl, string entity, TransactionParts parts, CustomFields custom)
{
    private readonly OptionalColumns _columns = new(suiteQl, [.. Optional(parts)]);

    public Task<IReadOnlyList<SuiteQlRow>> RowsAsync(string ids, CancellationToken cancel) => _columns.AllAsync(
        shown => "SELECT t.id, t.tranid, t.externalid, t.status, t.foreigntotal, t.otherrefnum, t.entity, "
            + "t.currency, t.memo, "
            + $"{SuiteQlText.AsDate("t.trandate")} AS trandate, "
            + $"{SuiteQlText.AsText("t.lastmodifieddate")} AS stamp{custom.Columns("custbody", "t")}"
            + $"{string.Concat(Parts().Select(part => part.Columns))}{shown} "
            + $"FROM transaction t{string.Concat(Parts().Select(part => part.Joins))} "
            + $"WHERE {TransactionCodes.Condition(entity)} AND t.id IN ({ids}) "
            + $"ORDER BY t.id{string.Concat(Parts().Select(part => part.Order))}", cancel);

    private IEnumerable<(string Columns, string Joins, string Order)> Parts()
    {
        if (parts.HasFlag(TransactionParts.Source))
        {
            // The header of a transaction does not show what it was made from; its main line does.
            yield return (", m.createdfrom, o.externalid AS fromexternalid, o.type AS fromtype",
                " LEFT JOIN transactionline m ON m.transaction = t.id AND m.mainline = 'T'"
                + " LEFT JOIN transaction o ON o.id = m.createdfrom", "");
        }

        if (parts.HasFlag(TransactionParts.Lines))
        {
            yield return (", tl.id AS line, tl.item, i.itemid, tl.quantity, tl.rate, tl.foreignamount, "
                + $"tl.location AS linelocation{custom.Columns("custcol", "tl")}",
                " LEFT JOIN transactionline tl ON tl.transaction = t.id AND tl.mainline = 'F' AND tl.taxline = 'F'"
                + " AND NVL(tl.iscogs, 'F') = 'F' LEFT JOIN item i ON i.id = tl.item", ", tl.id");
        }

        if (parts.HasFlag(TransactionParts.Lines | TransactionParts.Source))
        {
            yield return (", p.previousline",
                " LEFT JOIN previoustransactionlinelink p ON p.nextdoc = t.id AND p.nextline = tl.id",
                ", p.previousline");
        }
    }

    private static IEnumerable<string> Optional(TransactionParts parts)
    {
        if (parts.HasFlag(TransactionParts.Unpaid))
        {
            yield return "t.foreignamountunpaid";
        }

        if (parts.HasFlag(TransactionParts.Progress))
        {
            yield return "tl.isclosed";
            yield return "tl.quantityshiprecv";
            yield return "tl.quantitybilled";
        }

        if (parts.HasFlag(TransactionParts.Addresses))
        {
            yield return "t.shippingaddress";
            yield return "t.billingaddress";
        }
    }
}
