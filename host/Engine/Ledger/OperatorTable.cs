namespace IntegrationHost.Engine.Ledger;

/// <summary>How the operator's table entries are named among the small values.</summary>
public static class OperatorTable
{
    /// <summary>The prefix of all of them.</summary>
    public const string Prefix = "table/";

    /// <summary>The name of one entry.</summary>
    public static string NameOf(string table, string key) => $"{Prefix}{table}/{key}";

    /// <summary>The table and key of a name; the table has no slash, the key may.</summary>
    public static (string Table, string Key) Parse(string name)
    {
        var rest = name[Prefix.Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        return (rest[..slash], rest[(slash + 1)..]);
    }
}
