using IntegrationHost.Storage.Embedded.Deciding;
using IntegrationHost.Storage.Embedded.Frames;
using IntegrationHost.Storage.Embedded.Ports;
using IntegrationHost.Storage.Embedded.Rows;

namespace IntegrationHost.Storage.Embedded.Keeping;

/// <summary>Drops segments of the journal that nobody needs any more: older than what is kept, before both snapshots,
/// and with nothing unsettled in them. A record that is stuck does not hold its segment back: what is known of it is
/// carried forward.</summary>
internal sealed class Retention(
    Decider decider, StoreState state, StoreFiles files, PayloadReader payloads, EmbeddedOptions options) : IDisposable
{
    private const int CarriedAtOnce = 100;
    private const int SnapshotsKept = 2;

    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>While it is held, no segment goes.</summary>
    public async Task<IDisposable> HoldAsync(CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        return new Held(_gate);
    }

    /// <summary>Drops what ends before the instant, or what is too much; answers how many segments went and how many
    /// records were carried forward. 0 when there is nothing left to do.</summary>
    public async Task<int> RunAsync(DateTimeOffset before, CancellationToken cancel)
    {
        using var held = await HoldAsync(cancel);
        var floor = FloorOf(before);
        if (floor <= files.Journal.First)
        {
            return 0;
        }

        var stuck = await decider.AskAsync(
            _ => state.Pending.BeganBefore(floor, CarriedAtOnce).Select(StuckRecord.Of).ToArray(), cancel);
        foreach (var record in stuck)
        {
            var carried = record.Read(payloads);
            await decider.AskAsync(decision => carried.Put(decision), cancel);
        }

        if (stuck.Length > 0)
        {
            return stuck.Length;
        }

        await decider.AskAsync(decision => NoteDropped(decision, floor), cancel);
        return files.Journal.DropBefore(floor);
    }

    public void Dispose() => _gate.Dispose();

    // On disk before the first file goes: a file that is missing without it was lost.
    private static bool NoteDropped(Decision decision, long floor)
    {
        decision.Unit.Put(new RowId(Table.Meta, Loading.DroppedKey), SmallRows.Of(floor, decision.Images));
        return true;
    }

    private long FloorOf(DateTimeOffset before)
    {
        var snapshots = files.Snapshots.All();
        if (snapshots.Count < SnapshotsKept)
        {
            return 0;
        }

        var safe = snapshots[^1].Applied;
        var segments = files.Journal.Segments;
        var floor = 0L;
        for (var at = 0; at + 1 < segments.Count && segments[at].End <= safe; at++)
        {
            var isOld = UnitFrame.TicksOf(files.Journal.Read(segments[at + 1].Start)) < before.UtcTicks;
            var isTooMuch = segments[^1].End - segments[at].Start > options.JournalBytesMost;
            if (!isOld && !isTooMuch)
            {
                break;
            }

            floor = segments[at].End;
        }

        return floor;
    }

    private sealed class Held(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
