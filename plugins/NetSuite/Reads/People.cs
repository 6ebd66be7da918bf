using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Feeds;
using IntegrationHost.Plugins.NetSuite.SuiteQl;

namespace IntegrationHost.Plugins.NetSuite.Reads;

/// <summary>Customers and contacts, without their address books.</summary>
internal sealed class People : IEntityReading
{
    private readonly SuiteQlClient _suiteQl;
    private readonly string _from;
    private readonly CustomFields _custom;
    private readonly Func<RestShape, SuiteQlRow, RestShape> _own;

    /// <param name="suiteQl">Runs the query.</param>
    /// <param name="table">Theirs.</param>
    /// <param name="columns">Those that only this table has.</param>
    /// <param name="own">Composes what is in them.</param>
    /// <param name="custom">The custom fields to read along.</param>
    private People(SuiteQlClient suiteQl, string table, string columns, Func<RestShape, SuiteQlRow, RestShape> own,
        CustomFields custom)
    {
        (_suiteQl, _own, _custom) = (suiteQl, own, custom);
        _from = "SELECT c.id, c.entityid, c.externalid, c.firstname, c.lastname, c.email, c.phone, c.isinactive, "
            + $"{columns}, {SuiteQlText.AsText("c.lastmodifieddate")} AS stamp{custom.Columns("custentity", "c")} "
            + $"FROM {table} c";
    }

    public static People Customers(SuiteQlClient suiteQl, CustomFields custom) => new(
        suiteQl, "customer", "c.isperson, c.companyname, c.subsidiary, c.currency, c.parent",
        (shape, row) => shape
            .Flag("isPerson", row.TextOrNull("isperson"))
            .Text("companyName", row.TextOrNull("companyname"))
            .Reference("subsidiary", row.TextOrNull("subsidiary"))
            .Reference("currency", row.TextOrNull("currency"))
            .Reference("parent", row.TextOrNull("parent")),
        custom);

    public static People Contacts(SuiteQlClient suiteQl, CustomFields custom) => new(
        suiteQl, "contact", "c.title, c.company",
        (shape, row) => shape
            .Text("title", row.TextOrNull("title"))
            .Reference("company", row.TextOrNull("company")),
        custom);

    public async Task<IReadOnlyList<Found>> ReadAsync(
        IReadOnlyList<string> ids, AccountTime time, CancellationToken cancel)
    {
        if (SuiteQlText.IdList(ids) is not { } numbers)
        {
            return [];
        }

        var rows = await _suiteQl.AllAsync($"{_from} WHERE c.id IN ({numbers}) ORDER BY c.id", cancel);
        return [.. rows.Select(row => StampedRow.Found(row, time, shape => _own(shape, row)
            .Text("entityId", row.TextOrNull("entityid"))
            .Text("externalId", row.TextOrNull("externalid"))
            .Text("firstName", row.TextOrNull("firstname"))
            .Text("lastName", row.TextOrNull("lastname"))
            .Text("email", row.TextOrNull("email"))
            .Text("phone", row.TextOrNull("phone"))
            .Flag("isInactive", row.TextOrNull("isinactive"))
            .Custom(row, _custom.Of("custentity"))))];
    }
}
