namespace IntegrationHost.Engine.Intake;

/// <summary>Where a flow stands in its feed.</summary>
/// <param name="Flow">The flow's name.</param>
/// <param name="From">What it reads, as in <c>ihost.json</c>.</param>
/// <param name="Cursor">The connector's own text; empty before the first page, null before the first poll.</param>
/// <param name="Since">The instant it begins at, while the first page has not come.</param>
/// <param name="LastPoll">When the feed was last read to its end.</param>
/// <param name="NextPoll">When it is read next, if nothing comes before.</param>
/// <param name="Fault">Why the last poll failed.</param>
/// <param name="Triggers">What starts it, in a few words.</param>
public sealed record FlowCursor(
    string Flow,
    string From,
    string? Cursor,
    DateTimeOffset? Since,
    DateTimeOffset? LastPoll,
    DateTimeOffset? NextPoll,
    string? Fault,
    string Triggers);
