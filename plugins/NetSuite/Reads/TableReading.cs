using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Feeds;
using IntegrationHost.Plugins.NetSuite.SuiteQl;

namespace IntegrationHost.Plugins.NetSuite.Reads;

/// <summary>Reads an entity that is one row per record.</summary>
/// <param name="Columns">What is selected, with the table's alias.</param>
/// <param name="From">Table and joins.</param>
/// <param name="Where">What belongs to the entity, or empty.</param>
/// <param name="Id">The id column.</param>
/// <param name="Stamped">Whether the columns have a <c>stamp</c>; the version is empty otherwise.</param>
/// <param name="Shape">Composes the record of a row, given its last-modified date in UTC.</param>
internal sealed record TableReading(
    SuiteQlClient SuiteQl, string Columns, string From, string Where, string Id, bool Stamped,
    Func<SuiteQlRow, string, RestShape> Shape) : IEntityReading
{
    public async Task<IReadOnlyList<Found>> ReadAsync(
        IReadOnlyList<string> ids, AccountTime time, CancellationToken cancel)
    {
        var numbers = ids.Where(SuiteQlText.IsId).Distinct().ToList();
        if (numbers.Count == 0)
        {
            return [];
        }

        var and = Where is "" ? "" : $"{Where} AND ";
        var rows = await SuiteQl.AllAsync(
            $"SELECT {Columns} FROM {From} WHERE {and}{Id} IN ({string.Join(", ", numbers)}) ORDER BY {Id}", cancel);
        return [.. rows.Select(row => FoundOf(row, time))];
    }

    private Found FoundOf(SuiteQlRow row, AccountTime time)
    {
        var version = Stamped ? time.Version(SuiteQlText.Parse(row.Text("stamp"))) : "";
        return new Found(row.Text("id"), version, Shape(row, version).ToRecord());
    }
}
