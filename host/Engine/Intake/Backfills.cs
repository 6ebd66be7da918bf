using System.Globalization;
using IntegrationHost.Connectors;
using IntegrationHost.Engine.Connections;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Limits;
using Microsoft.Extensions.Logging;

namespace IntegrationHost.Engine.Intake;

/// <summary>Runs the backfills, a part at a time: the next one is read only when what the flow has on its way is
/// little, so that live changes never stand behind history. The place of a backfill moves in the unit in which its part
/// becomes durable.</summary>
internal sealed class Backfills(EngineParts parts, EngineWiring wiring) : IBackfills, IDisposable
{
    /// <summary>Where a change came from that a backfill read.</summary>
    public const string Origin = "backfill";

    private const int PendingMost = 200;
    private const int IdsShown = 10;
    private const int TriesMost = 10;
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(15);

    private readonly BackfillStore _store = new(parts.Ledger, parts.Time);
    private readonly Dictionary<string, DateTimeOffset> _notBefore = [];
    private readonly LaneSignal _started = new();
    private readonly ILogger _log = parts.Log.CreateLogger<Backfills>();

    public async Task<RewindPreview> PreviewAsync(BackfillOrder order, CancellationToken cancel)
    {
        var (flow, source) = Check(order);
        var since = order.Since ?? DateTimeOffset.UnixEpoch;
        var ids = order.Ids?.Distinct().ToArray();
        return ids is not null || source is not IChangeFeed feed
            ? new RewindPreview(flow.Name, since, ids?.Length ?? 0, ids?.Length ?? 0, ids is not null, null, null,
                [.. ids?.Take(IdsShown) ?? []])
            : await new FeedScan(flow, feed, wiring.Circuits[flow.From.Connection], parts.History)
                .PreviewAsync(since, cancel);
    }

    public async Task<BackfillStatus> StartAsync(BackfillOrder order, string by, CancellationToken cancel)
    {
        var (flow, source) = Check(order);
        if ((await _store.ListAsync(cancel)).Any(
            known => known.Flow == order.Flow && known.State == BackfillStatus.Running))
        {
            throw new ArgumentException($"a backfill of {order.Flow} runs already; wait for it, or end it with "
                + $"'ihost backfill {order.Flow} --stop'");
        }

        var way = order.Ids is not null ? BackfillReader.ByIds
            : source is IBackfill ? BackfillReader.ByBulk : BackfillReader.ByFeed;
        var ids = order.Ids?.Distinct().ToArray();
        if (ids is not null)
        {
            await _store.ForgetIdsAsync(flow.Name, cancel);
            await _store.PutIdsAsync(flow.Name, ids, by, cancel);
        }

        var status = new BackfillStatus(flow.Name, BackfillStatus.Running, way, 0, 0, ids?.Length, order.Since,
            parts.Time.GetUtcNow(), null, by, null);
        await _store.PutAsync(status, null, cancel);
        _log.LogInformation(
            "Backfill of {Flow} was started by {By}: {Way}, {Since:u}", flow.Name, by, way, order.Since);
        _started.Raise();
        return status;
    }

    public Task<IReadOnlyList<BackfillStatus>> ListAsync(CancellationToken cancel) => _store.ListAsync(cancel);

    public async Task<bool> StopAsync(string flow, string by, CancellationToken cancel)
    {
        for (var tries = 0; tries < TriesMost; tries++)
        {
            var running = (await _store.ListAsync(cancel)).FirstOrDefault(
                known => known.Flow == flow && known.State == BackfillStatus.Running);
            if (running is null)
            {
                return false;
            }

            if (await EndAsync(running with { Note = $"stopped by {by}" }, running, BackfillStatus.Stopped, cancel))
            {
                return true;
            }
        }

        throw new InvalidOperationException($"the backfill of {flow} moves all the time; try again in a moment");
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            var moved = false;
            foreach (var status in await _store.ListAsync(cancel))
            {
                if (status.State == BackfillStatus.Running && wiring.Flows.ContainsKey(status.Flow))
                {
                    moved |= await StepAsync(status, cancel);
                }
            }

            if (!moved)
            {
                await _started.WaitAsync(parts.Time.GetUtcNow() + LookAgain, parts.Time, cancel);
            }
        }
    }

    public void Dispose() => _started.Dispose();

    private (FlowDefinition Flow, IConnector Source) Check(BackfillOrder order)
    {
        if (!wiring.Flows.TryGetValue(order.Flow, out var flow))
        {
            throw new ArgumentException(FlowNames.Unknown(order.Flow, wiring.Flows.Keys, "could be backfilled"));
        }

        var source = parts.Connectors[flow.Definition.From.Connection];
        return order switch
        {
            { Ids: null, Since: null } => throw new ArgumentException(
                "what shall be read in? name an instant (--since) or records (--ids, --file)"),
            { Ids.Count: 0 } => throw new ArgumentException("no id was given"),
            { Ids.Count: > BackfillOrder.IdsMost } => throw new ArgumentException(
                $"{order.Ids.Count} ids are more than {BackfillOrder.IdsMost}; use --since, or several files"),
            { Since: { } since } when since > parts.Time.GetUtcNow() => throw new ArgumentException(
                $"{since:u} has not come yet; name an instant of the past"),
            { Ids: null } when source is not (IChangeFeed or IBackfill) => throw new ArgumentException(
                $"{flow.Definition.From} has no feed to read from; name the records (--ids, --file)"),
            _ => (flow.Definition, source),
        };
    }

    /// <summary>True when it got on.</summary>
    private async Task<bool> StepAsync(BackfillStatus status, CancellationToken cancel)
    {
        var flow = wiring.Flows[status.Flow].Definition;
        if (_notBefore.GetValueOrDefault(flow.Name) > parts.Time.GetUtcNow() || wiring.Admission.IsParked(flow)
            || await PendingAsync(flow.Name, cancel) >= PendingMost)
        {
            return false;
        }

        try
        {
            return await ReadOnAsync(status, flow, cancel);
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            _notBefore[flow.Name] = parts.Time.GetUtcNow() + AfterFault;
            _log.LogWarning("Backfill of {Flow} does not get on, it is tried again in {After}: {Fault}",
                flow.Name, AfterFault, fault.Message);
            await _store.PutAsync(status with { Note = fault.Message }, status, cancel);
            return false;
        }
    }

    private async Task<bool> ReadOnAsync(BackfillStatus status, FlowDefinition flow, CancellationToken cancel)
    {
        using var _ = WorkPriority.Cap(Priority.Backfill);
        var place = string.Create(CultureInfo.InvariantCulture, $"backfill/{flow.Name}/{status.StartedAt.UtcTicks}");
        var stands = await parts.Ledger.CursorAsync(place, cancel);
        var source = parts.Connectors[flow.From.Connection];
        var part = await new BackfillReader(flow, source, wiring.Circuits[flow.From.Connection], _store)
            .ReadAsync(status, stands, cancel);
        var now = parts.Time.GetUtcNow();
        var changes = part.Changes.Select(change => wiring.Routing.ToFlow(flow, change, Origin, now)).ToArray();
        var answer = await parts.Inbox.AppendAsync(
            new Append(changes) { Cursor = new CursorMove(place, stands, part.Next) }, cancel);
        if (answer.Verdict != AppendVerdict.Stored)
        {
            return false; // Another host was first.
        }

        foreach (var lane in changes.Select(change => change.Lane).Distinct())
        {
            wiring.WakeLane(lane);
        }

        await TellAsync(status, part, answer.Stored, cancel);
        return part.Changes.Count > 0 || !part.HasMore;
    }

    private async Task TellAsync(BackfillStatus before, BackfillPart part, int stored, CancellationToken cancel)
    {
        var status = before with
        {
            Way = part.Way,
            Read = Math.Max(part.Done, before.Read + part.Changes.Count),
            Stored = before.Stored + stored,
            Total = part.Total ?? before.Total,
            Note = null,
        };
        // Who stopped it meanwhile has the last word.
        if (part.HasMore)
        {
            await _store.PutAsync(status, before, cancel);
        }
        else if (status.Total > status.Read)
        {
            await EndAsync(status with
            {
                Note = $"the source says there are {status.Total} records and gave {status.Read}; start it again, and "
                    + "if that stays so, ask whoever runs it",
            }, before, BackfillStatus.Incomplete, cancel);
        }
        else
        {
            await EndAsync(status, before, BackfillStatus.Done, cancel);
        }
    }

    private async Task<bool> EndAsync(
        BackfillStatus status, BackfillStatus seen, string state, CancellationToken cancel)
    {
        var ended = status with { State = state, EndedAt = parts.Time.GetUtcNow() };
        if (!await _store.PutAsync(ended, seen, cancel))
        {
            return false;
        }

        await _store.ForgetIdsAsync(status.Flow, cancel);
        _log.LogInformation("Backfill of {Flow} is {State}: {Read} read, {Stored} of them new",
            status.Flow, state, status.Read, status.Stored);
        return true;
    }

    private async Task<int> PendingAsync(string flow, CancellationToken cancel) =>
        (await parts.History.CountsAsync(cancel)).FirstOrDefault(counts => counts.Flow == flow)?.Pending ?? 0;
}
