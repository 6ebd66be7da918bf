namespace IntegrationHost.Engine.Intake;

/// <summary>How a backfill stands.</summary>
/// <param name="Flow">Of which flow.</param>
/// <param name="State">running, done, stopped or incomplete: the source gave fewer records than it said.</param>
/// <param name="Way">How it reads: <c>ids</c>, <c>bulk</c> or <c>feed</c>.</param>
/// <param name="Read">Records read so far.</param>
/// <param name="Stored">Those of them the flow did not know in this version.</param>
/// <param name="Total">Records there are, where that is known.</param>
/// <param name="Since">From when on, or null.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="EndedAt">When it ended, or null.</param>
/// <param name="By">Who started it.</param>
/// <param name="Note">Why it does not get on, or what to know of its end; or null.</param>
public sealed record BackfillStatus(
    string Flow,
    string State,
    string Way,
    long Read,
    long Stored,
    long? Total,
    DateTimeOffset? Since,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    string By,
    string? Note)
{
    /// <summary>While it goes on.</summary>
    public const string Running = "running";
    /// <summary>All was read.</summary>
    public const string Done = "done";
    /// <summary>Somebody ended it.</summary>
    public const string Stopped = "stopped";
    /// <summary>The source gave fewer records than it said there are.</summary>
    public const string Incomplete = "incomplete";
}
