namespace IntegrationHost.Simulators.NetSuite.SuiteQl;

/// <summary>A table that SuiteQL sees: rows made from the state, and how a column is got from a row.</summary>
internal sealed class VirtualTable(Func<IEnumerable<object>> rows)
{
    private readonly Dictionary<string, (Func<object, object?> Value, Func<object, object?>? Display)> _columns = [];
    private readonly Dictionary<string, Func<decimal, IEnumerable<object>>> _indexes = [];
    private string? _customPrefix;
    private Func<object, string, object?>? _custom;

    public IEnumerable<object> Rows => rows();

    public VirtualTable Column<TRow>(string name, Func<TRow, object?> value, Func<TRow, object?>? display = null)
    {
        _columns.Add(name, (row => value((TRow)row), display is null ? null : row => display((TRow)row)));
        return this;
    }

    /// <summary>Rows are found by this column without looking at all of them.</summary>
    public VirtualTable Index(string column, Func<decimal, IEnumerable<object>> rows)
    {
        _indexes.Add(column, rows);
        return this;
    }

    /// <summary>Finds rows by a column, or null where that has no index.</summary>
    public Func<decimal, IEnumerable<object>>? IndexOf(string column) => _indexes.GetValueOrDefault(column);

    /// <summary>Columns of custom fields, which exist as soon as somebody names them.</summary>
    public VirtualTable CustomColumns<TRow>(string prefix, Func<TRow, string, object?> value)
    {
        _customPrefix = prefix;
        _custom = (row, name) => value((TRow)row, name);
        return this;
    }

    public bool Has(string column) => _columns.ContainsKey(column) || IsCustom(column);

    public Func<object, object?> Value(string column) =>
        IsCustom(column) ? row => _custom!(row, column) : _columns[column].Value;

    /// <summary>What people see instead of an id.</summary>
    public Func<object, object?> Display(string column) =>
        IsCustom(column) ? Value(column) : _columns[column].Display ?? _columns[column].Value;

    private bool IsCustom(string column) =>
        _customPrefix is not null && column.StartsWith(_customPrefix, StringComparison.Ordinal);
}
