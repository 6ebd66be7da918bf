using System.Text.Json;

namespace IntegrationHost.Engine.Ledger;

/// <summary>What the two sides of a pair agreed upon last: each side's version, and of each side a fingerprint per
/// field as the flow that reads that side renders it. A side whose fields have these fingerprints still has not
/// changed; that is how an echo is told from an edit, and which side changed what.</summary>
/// <param name="Here">The side that the flow of this entry reads.</param>
/// <param name="There">The side that it writes.</param>
public sealed record PairBase(SideBase Here, SideBase There)
{
    /// <summary>As the flow in the other direction sees it.</summary>
    public PairBase Turned() => new(There, Here);

    /// <summary>One text, for <see cref="LedgerEntry.Agreed"/>.</summary>
    public override string ToString() => JsonSerializer.Serialize(this);

    /// <summary>Null for an empty text: nothing was agreed yet.</summary>
    public static PairBase? Parse(string text) =>
        text.Length == 0 ? null : JsonSerializer.Deserialize<PairBase>(text);
}

/// <summary>One side of a pair as it was agreed.</summary>
/// <param name="Version">With a <c>~</c> behind it when the record may have changed once more under it.</param>
/// <param name="Fields">A fingerprint by field.</param>
public sealed record SideBase(string Version, IReadOnlyDictionary<string, string> Fields);
