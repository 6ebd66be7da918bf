namespace IntegrationHost.Simulators.NetSuite.SuiteQl;

/// <summary>The tables of a query in the order in which they are joined. A row is one object per table; null where a
/// left join found none.</summary>
internal sealed class Scope
{
    private readonly List<(string Alias, VirtualTable Table)> _tables = [];

    public int Count => _tables.Count;

    public void Add(string alias, VirtualTable table)
    {
        if (_tables.Exists(known => known.Alias == alias))
        {
            throw new QueryFault($"The alias '{alias}' is used twice.");
        }

        _tables.Add((alias, table));
    }

    /// <summary>The place of the column's table.</summary>
    /// <exception cref="QueryFault">There is no such column, or there are several.</exception>
    public int PlaceOf(Expression.Column column)
    {
        var found = Enumerable.Range(0, _tables.Count)
            .Where(place => (column.Table is null || column.Table == _tables[place].Alias)
                && _tables[place].Table.Has(column.Name))
            .ToList();
        var shown = column.Table is null ? column.Name : $"{column.Table}.{column.Name}";
        return found.Count switch
        {
            0 => throw QueryFault.UnknownField(shown),
            1 => found[0],
            _ => throw new QueryFault($"Field '{shown}' is ambiguous."),
        };
    }

    /// <summary>The last table that an expression needs; -1 where it needs none.</summary>
    public int LastPlaceOf(Expression expression) =>
        expression.Columns().Select(PlaceOf).DefaultIfEmpty(-1).Max();

    /// <summary>The first table that an expression needs; <see cref="Count"/> where it needs none.</summary>
    public int FirstPlaceOf(Expression expression) =>
        expression.Columns().Select(PlaceOf).DefaultIfEmpty(Count).Min();

    public VirtualTable TableAt(int place) => _tables[place].Table;
}
