namespace IntegrationHost.Plugins.NetSuite.Reads;

/// <summary>The account's own fields that are read along, as the option <c>customFields</c> names them: SuiteQL gives
/// what it is asked for, there is no "all".</summary>
internal sealed class CustomFields(IEnumerable<string> names)
{
    private readonly string[] _names = [.. names.Select(name => name.Trim().ToLowerInvariant()).Distinct()];

    public static readonly CustomFields None = new([]);

    /// <summary>The columns of a kind, each with a comma before it; empty for none.</summary>
    /// <param name="prefix"><c>custbody</c>, <c>custcol</c>, <c>custentity</c> or <c>custitem</c>.</param>
    /// <param name="alias">The table's alias.</param>
    public string Columns(string prefix, string alias) =>
        string.Concat(Of(prefix).Select(name => $", {alias}.{name}"));

    public IEnumerable<string> Of(string prefix) =>
        _names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal));
}
