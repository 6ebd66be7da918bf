using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.SuiteQl;

namespace IntegrationHost.Plugins.NetSuite.Reads;

/// <summary>Finds records by a field, many values in one query, and compares exactly: whatever NetSuite's own idea of
/// equal text is, <c>ab-1</c> is not <c>AB-1</c>. Only e-mail addresses ignore case.</summary>
internal sealed class RecordFinder(SuiteQlClient suiteQl)
{
    public async Task<IReadOnlyList<Match>> FindAsync(
        string entity, string field, IReadOnlyList<string> values, CancellationToken cancel)
    {
        if (SearchPlace.Of(entity, field) is not { } place)
        {
            var known = SearchPlace.FieldsOf(entity);
            throw new ArgumentException(
                $"a NetSuite {entity} cannot be found by '{field}'; it can be by: {string.Join(", ", known)}");
        }

        var matches = new List<Match>();
        foreach (var chunk in values.Where(value => place.IsNumber ? SuiteQlText.IsId(value) : value is not "")
            .Distinct().Chunk(ValuesMax))
        {
            matches.AddRange(await FindChunkAsync(place, chunk, cancel));
        }

        return matches;
    }

    private async Task<IEnumerable<Match>> FindChunkAsync(SearchPlace place, string[] values, CancellationToken cancel)
    {
        var same = place.IgnoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        var column = place.IgnoreCase ? $"LOWER({place.Column})" : place.Column;
        var wanted = place.IgnoreCase ? values.Select(value => value.ToLowerInvariant()).Distinct() : values;
        var and = place.Where is "" ? "" : $"{place.Where} AND ";
        var list = place.IsNumber ? string.Join(", ", wanted) : SuiteQlText.QuotedList(wanted);
        var rows = await suiteQl.AllAsync(
            $"SELECT {place.Id} AS id, {place.Column} AS matched FROM {place.From} "
            + $"WHERE {and}{column} IN ({list}) ORDER BY {place.Id}", cancel);
        return from row in rows
               from value in values
               where same.Equals(row.TextOrNull("matched"), value)
               select new Match(value, row.Text("id"), "");
    }

    private const int ValuesMax = 250;
}
