using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Feeds;
using IntegrationHost.Plugins.NetSuite.SuiteQl;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.NetSuite.Reads;

/// <summary>Transactions of one type, with the total that NetSuite computed, in the transaction's own currency. A
/// batch is one query, lines included, and one more for what it settles and for each kind of address.</summary>
/// <param name="suiteQl">Runs the queries.</param>
/// <param name="entity">The connector's entity.</param>
/// <param name="parts">The lists that are read along.</param>
/// <param name="custom">The custom fields to read along.</param>
internal sealed class Transactions(
    SuiteQlClient suiteQl, string entity, TransactionParts parts, CustomFields custom) : IEntityReading
{
    private readonly TransactionQuery _query = new(suiteQl, entity, parts, custom);

    private readonly TransactionLines _lines = new(custom);

    private readonly TransactionAddresses _addresses = new(suiteQl);

    private readonly OptionalColumns _applied = new(suiteQl, "l.foreignamount");

    public async Task<IReadOnlyList<Found>> ReadAsync(
        IReadOnlyList<string> ids, AccountTime time, CancellationToken cancel)
    {
        if (SuiteQlText.IdList(ids) is not { } numbers || await _query.RowsAsync(numbers, cancel) is not [_, ..] rows)
        {
            return [];
        }

        var lines = parts.HasFlag(TransactionParts.Lines) ? _lines.In(rows) : null;
        var applied = parts.HasFlag(TransactionParts.Applied) ? await AppliedAsync(numbers, cancel) : null;
        var addresses = parts.HasFlag(TransactionParts.Addresses)
            ? await _addresses.OfAsync(rows, cancel) : TransactionAddresses.None;
        return [.. rows.DistinctBy(row => row.Text("id")).Select(
            header => FoundOf(header, lines, applied, addresses, time))];
    }

    private async Task<ILookup<string, Record>> AppliedAsync(string ids, CancellationToken cancel)
    {
        var rows = await _applied.AllAsync(
            shown => $"SELECT l.nextdoc, l.previousdoc, d.type, d.tranid, d.externalid{shown} "
            + "FROM previoustransactionlinelink l JOIN transaction d ON d.id = l.previousdoc "
            + $"WHERE l.nextdoc IN ({ids}) AND l.linktype = 'Payment' ORDER BY l.nextdoc, l.previousdoc", cancel);
        return rows.ToLookup(row => row.Text("nextdoc"), row => new RestShape()
            .Reference("doc", row.Text("previousdoc"),
                ("refName", row.TextOrNull("tranid")), ("externalId", row.TextOrNull("externalid")),
                ("type", TransactionCodes.EntityOf(row.Text("type"))))
            .Text("amount", TransactionLines.Positive(row.TextOrNull("foreignamount")))
            .ToRecord());
    }

    private Found FoundOf(SuiteQlRow row, ILookup<string, Record>? lines, ILookup<string, Record>? applied,
        TransactionAddresses.Read addresses, AccountTime time) => StampedRow.Found(row, time, shape =>
        {
            shape.Text("tranId", row.TextOrNull("tranid"))
                .Text("externalId", row.TextOrNull("externalid"))
                .Text("status", row.TextOrNull("status"))
                .Text("tranDate", row.TextOrNull("trandate"))
                .Text("memo", row.TextOrNull("memo"))
                .Text("otherRefNum", row.TextOrNull("otherrefnum"))
                .Text("total", TransactionLines.Positive(row.TextOrNull("foreigntotal")))
                .Text("amountRemaining", row.TextOrNull("foreignamountunpaid"))
                .Reference(parts.HasFlag(TransactionParts.Paying) ? "customer" : "entity", row.TextOrNull("entity"))
                .Reference("currency", row.TextOrNull("currency"))
                .Reference(entity == "customerDeposit" ? "salesOrder" : "createdFrom", row.TextOrNull("createdfrom"),
                    ("externalId", row.TextOrNull("fromexternalid")),
                    ("type", row.TextOrNull("fromtype") is { } code ? TransactionCodes.EntityOf(code) : null))
                .Inner("shippingAddress", addresses.Shipping(row))
                .Inner("billingAddress", addresses.Billing(row))
                .Custom(row, custom.Of("custbody"));
            if (lines is not null)
            {
                shape.List("item", lines[row.Text("id")]);
            }

            return applied is null ? shape : shape.List("apply", applied[row.Text("id")]);
        });
}
