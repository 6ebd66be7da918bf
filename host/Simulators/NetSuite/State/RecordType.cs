namespace IntegrationHost.Simulators.NetSuite.State;

/// <summary>A kind of record of the REST record service.</summary>
/// <param name="Name">Its canonical name; addresses take it in any case.</param>
/// <param name="Family">What it shares its count of ids and its SuiteQL table with.</param>
/// <param name="Code">Its code in that table (<c>SalesOrd</c>, <c>InvtPart</c>), or empty.</param>
/// <param name="Fields">The names of its body fields.</param>
internal sealed record RecordType(string Name, string Family, string Code, string[] Fields)
{
    public const string Transactions = "transaction";
    public const string Items = "item";

    /// <summary>Its lists of lines, with the names of a line's fields.</summary>
    public Dictionary<string, string[]> Sublists { get; init; } = [];

    /// <summary>Begins the number that people see, or empty where the name is the record's own.</summary>
    public string NumberPrefix { get; init; } = "";

    public override string ToString() => Name;
}
