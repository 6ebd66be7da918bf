using System.Text.Json;
using IntegrationHost.Connectors;
using IntegrationHost.Engine.Connections;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Engine.Mapping;
using IntegrationHost.Engine.Problems;

namespace IntegrationHost.Engine.Planning;

/// <summary>Plans records of one flow: maps them as they are mapped for a write, and compares with the
/// target.</summary>
internal sealed class Planner(FlowDefinition flow, MappingRoom mapping, TargetView target, EntityFacts facts)
{
    private const int MappedAtOnce = 50;

    public async Task<IReadOnlyList<PlannedRecord>> PlanAsync(
        IReadOnlyList<ClaimedRecord> records, CancellationToken cancel)
    {
        var planned = new List<PlannedRecord>(records.Count);
        foreach (var part in records.Chunk(MappedAtOnce))
        {
            var mapped = await MapAsync(part, cancel);
            var ready = mapped.OfType<Mapped.Ready>().ToArray();
            var standing = await target.OfAsync([.. ready.Select(each => each.Write)], cancel);
            var views = ready.Zip(standing).ToDictionary(pair => pair.First.Claimed.Record, pair => pair.Second);
            planned.AddRange(mapped.Select(each => Of(each, views.GetValueOrDefault(each.Claimed.Record))));
        }

        return planned;
    }

    private async Task<IReadOnlyList<Mapped>> MapAsync(ClaimedRecord[] records, CancellationToken cancel)
    {
        try
        {
            return await mapping.MapAsync(records, cancel);
        }
        catch (Exception fault) when (
            fault is ArgumentException or InvalidOperationException or NotSupportedException && records.Length > 1)
        {
            var mapped = new List<Mapped>();
            foreach (var record in records)
            {
                mapped.AddRange(await MapAsync([record], cancel));
            }

            return mapped;
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            return [new Mapped.Waiting(records[0], ParkState.Refused,
                [ProblemNotes.ScriptFault(flow, $"{flow.Script}: {fault.Message}")], [], null,
                new MappedFrom(default, records[0].Newest.Change.Version, ""))];
        }
    }

    private PlannedRecord Of(Mapped mapped, Standing? standing) => mapped switch
    {
        Mapped.Ready ready => Written(ready, standing!),
        Mapped.Skipped skipped => Not(mapped, PlannedKind.Skip, [skipped.Reason], null, skipped.From),
        Mapped.Waiting waiting => Not(
            mapped, waiting.State == ParkState.Held && !waiting.Problems.Any(problem => problem.NeedsPerson)
                ? PlannedKind.Hold : PlannedKind.Refuse,
            [.. waiting.Problems.Select(problem => $"{problem.Text}; {problem.Remedy}")], waiting.AtStake,
            waiting.From),
        _ => Not(mapped, PlannedKind.Hold, ["the flow looks at it again when its turn comes"], null,
            new MappedFrom(default, mapped.Claimed.Newest.Change.Version, "")),
    };

    private PlannedRecord Written(Mapped.Ready ready, Standing standing)
    {
        var fields = Fields(ready, standing);
        var what = StandsAlready(ready) || (standing.Found is not null && fields.Count == 0) ? PlannedKind.Nothing
            : standing.Id is null ? PlannedKind.Create : PlannedKind.Update;
        string[] notes = standing switch
        {
            { IsShown: false } => [$"{flow.To.Connection} does not show its {ready.Write.Entity} records"],
            { Id: { } id, Found: null } => [$"{ready.Write.Entity} {id} is not there any more"],
            _ => [],
        };
        return new PlannedRecord(ready.Claimed.Record, NameOf(ready.Claimed), what, ready.Write.Entity, standing.Id,
            what == PlannedKind.Nothing ? [] : fields, notes, Stake.Of(ready.Expectations))
        {
            Stamp = string.Join('|', what, ready.Fingerprint, VersionOf(ready.From), ready.From.ScriptVersion,
                standing.Id, standing.Found?.Version),
        };
    }

    private static IReadOnlyList<FieldChange> Fields(Mapped.Ready ready, Standing standing)
    {
        using var written = JsonDocument.Parse(ready.Write.Record.ToUtf8());
        using var there = standing.Found is { } found ? JsonDocument.Parse(found.Record.ToUtf8()) : null;
        return FieldDifference.Of(written.RootElement, there?.RootElement);
    }

    private static PlannedRecord Not(
        Mapped mapped, PlannedKind what, IReadOnlyList<string> why, Money? atStake, MappedFrom from) =>
        new(mapped.Claimed.Record, NameOf(mapped.Claimed), what, "", null, [], why, atStake)
        {
            Stamp = string.Join('|', what, VersionOf(from), from.ScriptVersion, string.Join(';', why)),
        };

    // As the flow judges it: what was written last is not written again.
    private bool StandsAlready(Mapped.Ready ready) =>
        ready.Claimed.Entry is { State: EntryState.Written } entry && entry.Fingerprint == ready.Fingerprint
        && (!facts.ChangesByItself(ready.Write.Entity) || entry.SourceVersion == ready.From.SourceVersion);

    // Without the mark of one that was read in the same second.
    private static string VersionOf(MappedFrom from) => from.SourceVersion.TrimEnd('~');

    private static string NameOf(ClaimedRecord claimed) =>
        claimed.Newest.Change.Name ?? claimed.Entry?.Name ?? claimed.Record.Id;
}
