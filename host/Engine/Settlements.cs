using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Engine.Mapping;
using IntegrationHost.Engine.Problems;
using IntegrationHost.Mapping;

namespace IntegrationHost.Engine;

/// <summary>What is written down at the end of handling a record. Pure.</summary>
internal static class Settlements
{
    public static Settlement Written(FlowDefinition flow, Mapped.Ready ready, string id, string version, string how,
        IReadOnlyList<ProblemNote> problems, DateTimeOffset at)
    {
        var state = how == "deleted" ? EntryState.Deleted : EntryState.Written;
        var entry = new LedgerEntry(state, NameOf(ready.Claimed), ready.From.SourceVersion, ready.Fingerprint,
            ready.Write.Entity, id, version, ready.From.ScriptVersion, at);
        var link = new Link(flow.Link,
            new LinkEnd(flow.From.Connection, ready.Claimed.Record.Entity, ready.Claimed.Record.Id),
            new LinkEnd(flow.To.Connection, ready.Write.Entity, id));
        var target = $"{flow.To.Connection}/{ready.Write.Entity} {id}";
        var said = how == "unchanged" ? "stands so" : how;
        var text = $"{said} as {target} by {flow.Script} {ready.From.ScriptVersion}";
        var through = ready.From.Through ?? ready.Claimed.Newest.Sequence;
        return new Settlement(ready.Claimed.Record, through, entry, link, text)
        {
            Input = ready.From.Input,
            Problems = problems,
            KeepsProblems = how == "unchanged",
            What = how == "unchanged" ? how : state.ToString().ToLowerInvariant(),
        };
    }

    /// <summary>Nothing is written. A record that stands in the target already is not taken back: a person is told
    /// that it stands there.</summary>
    public static Settlement Skipped(
        FlowDefinition flow, ClaimedRecord claimed, string reason, MappedFrom from, DateTimeOffset at)
    {
        var before = claimed.Entry;
        var entry = new LedgerEntry(before is { TargetId.Length: > 0 } ? before.State : EntryState.Skipped,
            NameOf(claimed), from.SourceVersion, before?.Fingerprint ?? "", before?.TargetEntity ?? "",
            before?.TargetId ?? "", before?.TargetVersion ?? "", from.ScriptVersion, at);
        return new Settlement(claimed.Record, claimed.Newest.Sequence, entry, null, $"skipped: {reason}")
        {
            Input = from.Input,
            Problems = entry.State == EntryState.Written
                ? [ProblemNotes.StandsInTarget(flow, entry.TargetEntity, reason)]
                : [],
            What = "skipped",
        };
    }

    private static string NameOf(ClaimedRecord claimed) =>
        claimed.Newest.Change.Name ?? claimed.Entry?.Name ?? claimed.Record.Id;
}
