namespace IntegrationHost.Simulators.NetSuite.State;

/// <summary>One field as the schema has it.</summary>
/// <param name="Name">Its canonical name; addresses and bodies take it in any case.</param>
/// <param name="Kind"><c>s</c> text, <c>n</c> number, <c>i</c> whole number, <c>b</c> flag, <c>d</c> date, <c>enum</c>,
/// <c>ref:family</c>, <c>address</c>, <c>value</c> for a number in <c>{value}</c>, <c>sub</c> for what is not looked
/// into.</param>
internal sealed record FieldShape(string Name, string Kind)
{
    /// <summary>The family a reference points into, or null.</summary>
    public string? Family { get; } = Kind.StartsWith(Referring, StringComparison.Ordinal)
        ? Kind[Referring.Length..]
        : null;

    public bool IsNumber => Kind is "n" or "i";

    private const string Referring = "ref:";
}
