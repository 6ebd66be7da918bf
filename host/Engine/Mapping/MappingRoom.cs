using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Engine.Problems;
using IntegrationHost.Mapping;
using IntegrationHost.Records;

namespace IntegrationHost.Engine.Mapping;

/// <summary>Turns claimed records of one flow into rendered writes: reads them back, runs the script, resolves what the
/// scripts referred to. Several records go through together so that the remote systems are asked seldom.</summary>
internal sealed class MappingRoom(
    FlowDefinition flow, SourceReader reader, RelatedReader others, IMappings mappings, ISiteValues values,
    ReferenceResolver resolver, TimeProvider time)
{
    public async Task<IReadOnlyList<Mapped>> MapAsync(IReadOnlyList<ClaimedRecord> claimed, CancellationToken cancel)
    {
        var readAt = time.GetUtcNow();
        var sources = await reader.SourcesAsync(claimed, cancel);
        var related = await others.RelatedAsync(sources.Values, cancel);
        var mapping = mappings.Current(flow.Script);
        var runs = claimed.Select(record => Run(record, sources, related, mapping, readAt)).ToArray();
        var resolution = await resolver.ResolveAsync(runs.SelectMany(run => run.Record?.References() ?? []), cancel);
        return [.. runs.Select(run => run.Ended ?? Render(run, resolution))];
    }

    /// <summary>The target rejected a write: what was found for it may not hold any more.</summary>
    public void Doubt(IEnumerable<Reference> references) => resolver.Forget(references);

    private ScriptRun Run(
        ClaimedRecord claimed,
        IReadOnlyDictionary<string, Found> sources,
        IReadOnlyDictionary<(string Id, string Name), Record> related,
        IMapping mapping,
        DateTimeOffset readAt)
    {
        if (!sources.TryGetValue(claimed.Record.Id, out var source))
        {
            // No version: what cannot be read yet is looked at again as soon as anybody speaks of it.
            var nothing = new MappedFrom(default, "", "");
            return new ScriptRun(
                claimed, nothing, SkippedBy(claimed, "it no longer exists at the source", nothing));
        }

        if (Freshness.Judge(claimed, source) is { } ended)
        {
            return new ScriptRun(claimed, new MappedFrom(default, source.Version, ""), ended);
        }

        var hint = (claimed.NewestReported ?? claimed.Newest).Change;
        var version = hint.Version.Length == 0 && claimed.NewestReported is null
            ? source.Version : ReadVersion.Of(hint, source.Version, readAt);
        var reads = flow.Reads.Keys.Where(name => related.ContainsKey((source.Id, name)))
            .ToDictionary(name => name, name => related[(source.Id, name)]);
        var from = new MappedFrom(StoredInput.Of(source.Record, reads), version, mapping.Version)
        {
            ReadAt = readAt,
        };
        try
        {
            return Judge(claimed, from, mapping.Run(source.Record, new FlowInputs(flow, values, reads)));
        }
        catch (MappingFailedException fault)
        {
            return new ScriptRun(claimed, from, fault.Unmapped.Count > 0
                ? WaitForTables(claimed, fault.Unmapped, [], from)
                : Refused(claimed, ProblemNotes.ScriptFault(flow, fault.Message), from));
        }
    }

    private ScriptRun Judge(ClaimedRecord claimed, MappedFrom from, MappingRun run) => run switch
    {
        { Unmapped.Count: > 0 } => new ScriptRun(
            claimed, from, WaitForTables(claimed, run.Unmapped, run.Expectations, from)),
        { Result: MappingResult.Skip skip } => new ScriptRun(claimed, from, SkippedBy(claimed, skip.Reason, from)),
        { Result: MappingResult.Refuse refuse } => new ScriptRun(
            claimed, from, Refused(claimed, ProblemNotes.Refused(flow, refuse.Reason), from)),
        { Result: MappingResult.Write write } => new ScriptRun(claimed, from, null)
        {
            Entity = write.Entity ?? flow.To.Entity,
            Record = write.Record,
            Expectations = run.Expectations,
        },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private Mapped Render(ScriptRun run, Resolution resolution)
    {
        var missing = resolution.MissingOf(run.Record!.References());
        if (missing.Count > 0)
        {
            var ambiguous = missing.Any(resolution.IsAmbiguous);
            return new Mapped.Waiting(
                run.Claimed,
                ambiguous ? ParkState.Refused : ParkState.Held,
                [.. missing.Select(resolution.ProblemOf)],
                [.. missing.Where(reference => !resolution.IsAmbiguous(reference)).Select(resolution.DependencyOn)],
                Stake.Of(run.Expectations),
                run.From);
        }

        var rendered = run.Record.Resolve(resolution.IdOf).ToUtf8();
        var fingerprint = Fingerprint.Of(run.Entity, rendered);
        var key = WriteKey.Of(run.Claimed.Record, run.From.SourceVersion, fingerprint);
        var write = new Write(run.Entity, Record.Parse(rendered), key)
        {
            Id = IdKnown(run.Claimed.Entry, run.Entity),
            Priority = flow.Priority,
        };
        return new Mapped.Ready(run.Claimed, write, fingerprint, run.Expectations, run.From)
        {
            Used = resolution.Told(run.Record.References()),
            Fields = new Lazy<IReadOnlyDictionary<string, string>>(() => FieldPrints.Of(run.Record)),
            References = [.. run.Record.References()],
        };
    }

    // What was deleted there is not there to be changed: it is made anew.
    private static string? IdKnown(LedgerEntry? entry, string entity) =>
        entry is { State: not EntryState.Deleted, TargetId.Length: > 0 } && entry.TargetEntity == entity
            ? entry.TargetId : null;

    private Mapped.Waiting WaitForTables(
        ClaimedRecord claimed,
        IReadOnlyList<UnmappedValue> unmapped,
        IReadOnlyList<Expectation> expectations,
        MappedFrom from)
    {
        var distinct = unmapped.Distinct().ToArray();
        return new Mapped.Waiting(
            claimed,
            ParkState.Held,
            [.. distinct.Select(ProblemNotes.Unmapped)],
            [.. distinct.Select(value => new Dependency(DependencyKind.Table, value.Table, value.Key))],
            Stake.Of(expectations),
            from);
    }

    // What stands in the target is not taken back: a person is told that it stands there.
    private Mapped.Skipped SkippedBy(ClaimedRecord claimed, string reason, MappedFrom from) =>
        new(claimed, reason, from)
        {
            Problems = claimed.Entry is { State: EntryState.Written } entry
                ? [ProblemNotes.StandsInTarget(flow, entry.TargetEntity, reason)]
                : [],
        };

    private static Mapped.Waiting Refused(ClaimedRecord claimed, ProblemNote problem, MappedFrom from) =>
        new(claimed, ParkState.Refused, [problem], [], null, from);

    /// <summary>One script run on its way: either ended, or a record that waits for its references.</summary>
    private sealed record ScriptRun(ClaimedRecord Claimed, MappedFrom From, Mapped? Ended)
    {
        public string Entity { get; init; } = "";

        public Record? Record { get; init; }

        public IReadOnlyList<Expectation> Expectations { get; init; } = [];
    }
}
