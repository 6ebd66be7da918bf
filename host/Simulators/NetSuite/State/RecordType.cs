namespace IntegrationHost.Simulators.NetSuite.State;

/// <summary>A kind of record of the REST record service.</summary>
/// <param name="Name">Its canonical name; addresses take it in any case.</param>
/// <param name="Family">What it shares its count of ids and its SuiteQL table with.</param>
/// <param name="Code">Its code in that table (<c>SalesOrd</c>, <c>InvtPart</c>), or empty.</param>
/// <param name="NumberPrefix">Begins the number that people see, or empty where the name is the record's own.</param>
/// <param name="Fields">Its body fields, in any case.</param>
/// <param name="Sublists">Its lists of lines, in any case.</param>
internal sealed record RecordType(
    string Name, string Family, string Code, string NumberPrefix, IReadOnlyDictionary<string, FieldShape> Fields,
    IReadOnlyDictionary<string, SublistShape> Sublists)
{
    public const string Transactions = "transaction";
    public const string Items = "item";

    /// <summary>Compared by what it is, not by its fields.</summary>
    public bool Equals(RecordType? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);

    public override string ToString() => Name;
}
