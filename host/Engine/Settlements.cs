using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Engine.Mapping;
using IntegrationHost.Engine.Pairs;
using IntegrationHost.Engine.Problems;

namespace IntegrationHost.Engine;

/// <summary>What is written down at the end of handling a record. Pure.</summary>
internal static class Settlements
{
    /// <param name="flow">Whose.</param>
    /// <param name="ready">What was sent.</param>
    /// <param name="id">The target record.</param>
    /// <param name="version">Its version.</param>
    /// <param name="how">In a word or two.</param>
    /// <param name="problems">That outlive the write.</param>
    /// <param name="agreed">What both sides agree upon now; null where that is not known, then it stays.</param>
    /// <param name="at">When.</param>
    public static Settlement Written(FlowDefinition flow, Mapped.Ready ready, string id, string version, string how,
        IReadOnlyList<ProblemNote> problems, string? agreed, DateTimeOffset at)
    {
        var isGone = how == "deleted";
        var entry = new LedgerEntry(isGone ? EntryState.Deleted : EntryState.Written, ready.Claimed.Name,
            ready.From.SourceVersion, ready.Fingerprint, ready.Write.Entity, id, version, ready.From.ScriptVersion, at)
        {
            Agreed = agreed ?? ready.Claimed.Entry?.Agreed ?? "",
        };
        var link = new Link(flow.Link,
            new LinkEnd(flow.From.Connection, ready.Claimed.Record.Entity, ready.Claimed.Record.Id),
            new LinkEnd(flow.To.Connection, ready.Write.Entity, id));
        var target = $"{flow.To.Connection}/{ready.Write.Entity} {id}";
        var by = ready.From.ScriptVersion.Length == 0 ? "" : $" by {flow.Script} {ready.From.ScriptVersion}";
        var said = how == "unchanged" ? "stands so" : how;
        var with = ready.Used.Count == 0 ? "" : $", with {string.Join(", ", ready.Used)}";
        var through = ready.From.Through ?? ready.Claimed.Newest.Sequence;
        return new Settlement(
            ready.Claimed.Record, through, entry, isGone ? null : link, $"{said} as {target}{by}{with}")
        {
            Input = ready.From.Input,
            Problems = problems,
            KeepsProblems = how == "unchanged",
            What = how == "unchanged" ? how : entry.State.ToString().ToLowerInvariant(),
        };
    }

    /// <summary>Nothing is written: both sides of the pair say the same already, or what differs is not this flow's to
    /// change.</summary>
    public static Settlement Same(FlowDefinition flow, Mapped.Ready ready, Agreement.Settled same, DateTimeOffset at)
    {
        var settlement = Written(flow, ready, same.Partner, same.TargetVersion, "unchanged", [],
            same.Agreed?.ToString(), at);
        return settlement with
        {
            Link = null, // The pair stands; who made it stays its first side.
            What = same.What,
            Text = same.What == "echo"
                ? $"an echo of what the other direction wrote; {same.Partner} has it already" : settlement.Text,
        };
    }

    /// <summary>The version is the one that the other direction's write made.</summary>
    public static Settlement Echo(FlowDefinition flow, ClaimedRecord claimed, Pairing pairing, DateTimeOffset at)
    {
        var agreed = pairing.Agreed!;
        var entry = new LedgerEntry(EntryState.Written, claimed.Name, agreed.Here.Version,
            claimed.Entry?.Fingerprint ?? "", flow.To.Entity, pairing.Partner!, agreed.There.Version, "", at)
        {
            Agreed = agreed.ToString(),
        };
        return new Settlement(claimed.Record, claimed.Newest.Sequence, entry, null,
            $"an echo of what the other direction wrote; {pairing.Partner} has it already")
        {
            KeepsProblems = true,
            What = "echo",
        };
    }

    /// <summary>An older version than the one that was handled: it changes nothing.</summary>
    public static Settlement Stale(ClaimedRecord claimed, string version, DateTimeOffset at) => new(claimed.Record,
        claimed.Newest.Sequence, claimed.Entry! with { At = at }, null,
        $"version {version} is older than {claimed.Entry.SourceVersion}, which was handled before")
    {
        KeepsProblems = true,
        What = "stale",
    };

    /// <summary>Nothing is written, and what stands in the target stays.</summary>
    public static Settlement Skipped(Mapped.Skipped skipped, DateTimeOffset at)
    {
        var (claimed, from) = (skipped.Claimed, skipped.From);
        var before = claimed.Entry;
        var state = skipped.IsGone ? EntryState.Deleted
            : before is { TargetId.Length: > 0 } ? before.State : EntryState.Skipped;
        var entry = new LedgerEntry(state, claimed.Name, from.SourceVersion, before?.Fingerprint ?? "",
            before?.TargetEntity ?? "", before?.TargetId ?? "", before?.TargetVersion ?? "", from.ScriptVersion, at)
        {
            Agreed = before?.Agreed ?? "",
        };
        return new Settlement(claimed.Record, claimed.Newest.Sequence, entry, null, $"skipped: {skipped.Reason}")
        {
            Input = from.Input,
            Problems = skipped.Problems,
            What = "skipped",
        };
    }

    /// <summary>It waits, for something to arrive or for a person.</summary>
    public static Park Parked(FlowDefinition flow, Mapped.Waiting waiting, DateTimeOffset at) => new(
        waiting.Claimed.Record, waiting.State, waiting.Problems, waiting.WaitsFor, waiting.From.Input, at)
    {
        AtStake = waiting.AtStake,
        ScriptVersion = waiting.From.ScriptVersion,
        KeepsVersions = !flow.Coalesces,
    };
}
