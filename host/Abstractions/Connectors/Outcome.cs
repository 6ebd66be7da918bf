namespace IntegrationHost.Connectors;

/// <summary>What became of one write. A closed set, switched on in one place of the host. An exception is the remaining
/// answer and means "unknown".</summary>
public abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>The record is new in the target. The host links source and target.</summary>
    /// <param name="Id">The target record's id.</param>
    /// <param name="Version">What the target's change feed will report for this write, or empty.</param>
    public sealed record Created(string Id, string Version) : Outcome;

    /// <summary>The record was there and has changed.</summary>
    /// <param name="Id">The target record's id.</param>
    /// <param name="Version">What the target's change feed will report for this write, or empty.</param>
    public sealed record Updated(string Id, string Version) : Outcome;

    /// <summary>The record was there and already looked like this; nothing was written.</summary>
    /// <param name="Id">The target record's id.</param>
    /// <param name="Version">The version that stands there, or empty.</param>
    public sealed record Unchanged(string Id, string Version) : Outcome;

    /// <summary>The record is gone, by this write or before it.</summary>
    /// <param name="Id">The target record's id.</param>
    public sealed record Deleted(string Id) : Outcome;

    /// <summary>The data is wrong: nothing was written, and a person decides. The host opens a problem, grouped by
    /// <paramref name="Code"/>, <paramref name="Field"/> and <paramref name="Value"/>.</summary>
    /// <param name="Reason">What the target said, in a sentence.</param>
    /// <param name="Code">The target's own error code where it has one.</param>
    /// <param name="Field">The path of the offending field in the record.</param>
    /// <param name="Value">The offending value, where it is no secret and no personal data.</param>
    public sealed record Rejected(string Reason, string? Code = null, string? Field = null, string? Value = null)
        : Outcome;

    /// <summary>The world is wrong (throttled, down, locked): nothing was written. The host tries again later, for as
    /// long as it takes.</summary>
    /// <param name="Reason">What the target said, in a sentence.</param>
    /// <param name="After">How long the target asked us to wait.</param>
    public sealed record RetryLater(string Reason, TimeSpan? After = null) : Outcome;
}

/// <summary>Whether a write that ended in an exception or a crash has landed. A closed set.</summary>
public abstract record Recovery
{
    private Recovery()
    {
    }

    /// <summary>It landed; the host settles it with this outcome.</summary>
    /// <param name="Outcome">One of Created, Updated, Unchanged or Deleted.</param>
    public sealed record Landed(Outcome Outcome) : Recovery;

    /// <summary>It did not land; the host writes it.</summary>
    public sealed record NotWritten : Recovery;

    /// <summary>Some steps of it landed, not all. The host sends this very write again, with the same record and key,
    /// before anything newer of the record: <see cref="IRecordWriter.ApplyAsync"/> then goes on behind the last step
    /// that is found.</summary>
    /// <param name="Reason">What stands and what is missing, in a sentence.</param>
    public sealed record Partly(string Reason) : Recovery
    {
        /// <summary>Of a new record that stands whole and looks otherwise than it was sent: its id in the target, else
        /// null. Where the link is kept both ways the host takes it for made and edited since: it sends nothing over
        /// the edit, links the two, and the other flow brings the edit back.</summary>
        public string? Id { get; init; }
    }
}
