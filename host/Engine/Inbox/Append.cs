using IntegrationHost.Connectors;

namespace IntegrationHost.Engine.Inbox;

/// <summary>Changes to be stored together.</summary>
/// <param name="Changes">One per flow and record.</param>
public sealed record Append(IReadOnlyList<NewChange> Changes)
{
    /// <summary>Dropped as a whole when this key was stored before: the id of a webhook delivery.</summary>
    public string? DeliveryKey { get; init; }

    /// <summary>Moves a flow's cursor in the same unit.</summary>
    public CursorMove? Cursor { get; init; }
}

/// <summary>A change on its way into the inbox.</summary>
/// <param name="Record">Which record, for which flow.</param>
/// <param name="Lane">Where it is handled: a hash of the group key.</param>
/// <param name="Change">The hint.</param>
/// <param name="Origin">Where it came from: <c>poll</c>, <c>webhook 1f2e…</c>, <c>replay</c>.</param>
/// <param name="SeenAt">When it reached us.</param>
public sealed record NewChange(
    RecordKey Record, int Lane, Change Change, string Origin, DateTimeOffset SeenAt);

/// <summary>One record as one flow sees it: what is handled in order, and what ledger and inbox are keyed by.</summary>
/// <param name="Flow">The flow's name.</param>
/// <param name="Entity">The source entity.</param>
/// <param name="Id">The record's id in the source.</param>
public sealed record RecordKey(string Flow, string Entity, string Id)
{
    /// <summary><c>flow entity id</c>, for messages.</summary>
    public override string ToString() => $"{Flow} {Entity} {Id}";
}

/// <summary>A cursor that moves only from where it was expected.</summary>
/// <param name="Flow">Whose cursor.</param>
/// <param name="Expected">Where it stood; null at the first read.</param>
/// <param name="Next">Where it goes.</param>
public sealed record CursorMove(string Flow, Cursor? Expected, Cursor Next);

/// <summary>What became of an append.</summary>
/// <param name="Verdict">Whether anything was stored.</param>
/// <param name="Stored">How many changes are new; a change with the id and version of one that is pending, or that the
/// ledger settled last, is not stored again; one without a version always is.</param>
public sealed record AppendAnswer(AppendVerdict Verdict, int Stored);

/// <summary>Whether an append took place.</summary>
public enum AppendVerdict
{
    /// <summary>It is durable.</summary>
    Stored,
    /// <summary>This delivery was stored before; nothing changed.</summary>
    Duplicate,
    /// <summary>The cursor stood elsewhere; nothing was stored, read again from where it stands.</summary>
    CursorMoved,
}
