namespace IntegrationHost.Engine.Adopting;

/// <summary>Which records to link, and by what.</summary>
/// <param name="Flow">Of which flow.</param>
/// <param name="By">By what the two are one, the surest first; empty for the outside key alone, as the flow's script
/// writes it.</param>
/// <param name="Since">Source records changed from this instant on, or null for all.</param>
/// <param name="Ids">These source ids only, or null.</param>
public sealed record LinkOrder(
    string Flow, IReadOnlyList<LinkRule> By, DateTimeOffset? Since, IReadOnlyList<string>? Ids)
{
    /// <summary>Records looked at in one go.</summary>
    public const int RecordsMost = 50_000;
}

/// <summary>What makes two records one.</summary>
/// <param name="Source">A path in the source record; empty for the outside key as the script writes it.</param>
/// <param name="Target">A field of the target by which it can be found.</param>
public sealed record LinkRule(string Source, string Target)
{
    /// <summary>As it is written on the command line.</summary>
    public override string ToString() => Source.Length == 0 ? Target : $"{Source}={Target}";
}
