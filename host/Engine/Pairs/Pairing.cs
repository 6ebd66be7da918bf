using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Engine.Pairs;

/// <summary>What is known of the pair a claimed record belongs to.</summary>
/// <param name="Partner">The id of the record on the other side, or null: it is not paired.</param>
/// <param name="Agreed">What both sides agreed upon last, or null.</param>
internal sealed record Pairing(string? Partner, PairBase? Agreed)
{
    /// <summary>True when the other flow did the last of it: what this side shows now is that flow's doing.</summary>
    public bool ByTwin { get; init; }

    /// <summary>When the other flow did the last of it.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Whether this side may have been written by the other flow since it was read.</summary>
    public bool OutdatesRead(DateTimeOffset readAt) => ByTwin && At >= readAt;

    /// <summary>True when the last of it was a deletion.</summary>
    public bool IsGone { get; init; }
}

/// <summary>What is to be done with a mapped record of a pair. A closed set, switched on in <c>Flow.cs</c>
/// only.</summary>
internal abstract record Agreement
{
    private Agreement()
    {
    }

    /// <summary>Nothing changed here since the two sides agreed: it is what we wrote ourselves, or a touch.</summary>
    public sealed record Settled(string Partner, string TargetVersion, string What, PairBase? Agreed) : Agreement;

    /// <summary>Write this.</summary>
    public sealed record Carry(Mapping.Mapped.Ready Ready, PairWrite Write) : Agreement;

    /// <summary>A person decides.</summary>
    public sealed record Ask(IReadOnlyList<Inbox.ProblemNote> Problems) : Agreement;
}

/// <summary>What is remembered from before a write to tell what is agreed after it.</summary>
/// <param name="Pairing">As it was.</param>
/// <param name="Carried">The fields that were sent to be changed.</param>
/// <param name="Before">The other side before; null for a record that is made.</param>
internal sealed record PairWrite(Pairing Pairing, IReadOnlySet<string> Carried, Reflection? Before)
{
    /// <summary>The fields that said the same on both sides and were not sent.</summary>
    public IReadOnlySet<string> Same { get; init; } = new HashSet<string>();
}
