using IntegrationHost.Engine.Inbox;

namespace IntegrationHost.Engine.Ledger;

/// <summary>The end of handling one record.</summary>
/// <param name="Record">Which.</param>
/// <param name="Through">The last change it covers; later ones stay pending.</param>
/// <param name="Entry">What the ledger knows from now on.</param>
/// <param name="Link">A pair to be linked, or null.</param>
/// <param name="Text">What happened, in a sentence, for the record's history.</param>
public sealed record Settlement(RecordKey Record, long Through, LedgerEntry Entry, Link? Link, string Text)
{
    /// <summary>The source record as it was mapped, UTF-8 JSON; empty when nothing was mapped.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>What happened, in one word, for the record's history.</summary>
    public string What { get; init; } = Entry.State.ToString().ToLowerInvariant();

    /// <summary>True when nothing was sent: the problems the record had stay what they were.</summary>
    public bool KeepsProblems { get; init; }

    /// <summary>Problems that outlive the write, for example a total that differs.</summary>
    public IReadOnlyList<ProblemNote> Problems { get; init; } = [];
}

/// <summary>What the ledger knows of one record.</summary>
/// <param name="State">How the last handling ended.</param>
/// <param name="Name">What people call the record.</param>
/// <param name="SourceVersion">The version that was handled; with a <c>~</c> behind it when the record may have changed
/// once more under the same version.</param>
/// <param name="Fingerprint">Of the rendered write, to recognise that nothing changed; empty when nothing was
/// written.</param>
/// <param name="TargetEntity">What was written, or empty.</param>
/// <param name="TargetId">The target record's id, or empty.</param>
/// <param name="TargetVersion">The version the write returned, or empty.</param>
/// <param name="ScriptVersion">Which script version was at work.</param>
/// <param name="At">When.</param>
public sealed record LedgerEntry(
    EntryState State,
    string Name,
    string SourceVersion,
    string Fingerprint,
    string TargetEntity,
    string TargetId,
    string TargetVersion,
    string ScriptVersion,
    DateTimeOffset At)
{
    /// <summary>What both sides of the pair agreed upon last, as <see cref="PairBase"/> writes it; empty where the link
    /// is kept one way only.</summary>
    public string Agreed { get; init; } = "";
}

/// <summary>How the handling of a record ended.</summary>
public enum EntryState
{
    /// <summary>It stands in the target.</summary>
    Written,
    /// <summary>The script had nothing to do.</summary>
    Skipped,
    /// <summary>It is gone in the target.</summary>
    Deleted,
}

/// <summary>Whether a settlement took place.</summary>
public enum SettleVerdict
{
    /// <summary>It is durable.</summary>
    Settled,
    /// <summary>The lane has gone to another host, or the record was settled already; nothing changed.</summary>
    Fenced,
}
