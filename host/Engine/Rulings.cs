using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Engine.Intake;
using IntegrationHost.Records;

namespace IntegrationHost.Engine;

/// <summary>Takes what a person decides about records into the inbox, where the flows find it. Durable when it returns;
/// decided twice it changes nothing more.</summary>
internal sealed class Rulings(EngineParts parts, FlowRouting routing)
{
    private const int AtOnce = 100; // Records per append.

    /// <summary>Settles the records of a cause without writing them, and takes its problems off the list.</summary>
    public async Task<int> SkipAsync(string cause, string reason, string by, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new ArgumentException("say why they are skipped: it stands in the history of each record");
        }

        var parked = await ParkedAsync(cause, int.MaxValue, cancel);
        await StoreAsync(parked.Select(record => On(record.Record,
            new Ruling(RulingKind.Skip, record.Through, by, OneLine(reason)), null)), cancel);
        return parked.Count + await parts.Inbox.RequeueAsync(
            new Requeue { Cause = cause, By = by, At = parts.Time.GetUtcNow() }, cancel);
    }

    /// <summary>Maps the stored input of the records of a cause once more, with the scripts as they are now.</summary>
    public async Task<int> ReplayAsync(string cause, int most, string by, CancellationToken cancel)
    {
        var changes = new List<NewChange>();
        foreach (var record in await ParkedAsync(cause, most, cancel))
        {
            changes.Add(await ReplayOfAsync(record.Record, record.Through, by, cancel));
        }

        await StoreAsync(changes, cancel);
        return changes.Count;
    }

    /// <summary>The same for one record, also one that is written; false where there is nothing stored to
    /// replay.</summary>
    public async Task<bool> ReplayAsync(RecordKey record, string by, CancellationToken cancel)
    {
        var waits = (await ParkedAsync(null, int.MaxValue, cancel)).FirstOrDefault(parked => parked.Record == record);
        var change = await ReplayOfAsync(record, waits?.Through ?? 0, by, cancel);
        if (change.Change.Record is null || parts.Flows.All(flow => flow.Name != record.Flow))
        {
            return false;
        }

        await StoreAsync([change], cancel);
        return true;
    }

    private Task<IReadOnlyList<ParkedRecord>> ParkedAsync(string? cause, int most, CancellationToken cancel) =>
        parts.History.ParkedAsync(new ParkedQuery(cause, null, most), cancel);

    private async Task<NewChange> ReplayOfAsync(
        RecordKey record, long through, string by, CancellationToken cancel)
    {
        var input = await parts.History.InputAsync(record, cancel);
        return On(record, new Ruling(RulingKind.Replay, through, by, "the stored input, mapped once more"),
            input is { IsEmpty: false } stored ? Record.Parse(stored) : null);
    }

    private NewChange On(RecordKey record, Ruling ruling, Record? input) =>
        ruling.On(record, routing.LaneOf(record), input, parts.Time.GetUtcNow());

    private async Task StoreAsync(IEnumerable<NewChange> changes, CancellationToken cancel)
    {
        foreach (var part in changes.Chunk(AtOnce))
        {
            await parts.Inbox.AppendAsync(new Append(part), cancel);
        }
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();
}
