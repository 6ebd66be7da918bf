using IntegrationHost.Engine.Delivery;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Engine.Mapping;

namespace IntegrationHost.Engine;

/// <summary>A new record whose answer never came may be made after it was looked for: a target works on long after we
/// gave up. Whatever is sent again finds it by its key. But a record whose source is left out meanwhile is sent by
/// nobody, so none is left out before its write can no longer land.</summary>
internal sealed class LateWrites(EngineOptions options, TimeProvider time)
{
    private readonly DateTimeOffset _began = time.GetUtcNow();
    private const int KeptBeforeAFirstLook = 1000; // Records.

    private readonly Dictionary<RecordKey, Tried> _tried = [];
    private int _keptBeforeALook = KeptBeforeAFirstLook;

    /// <summary>Remembers how an attempt ended. What was answered cannot land any more; what an earlier attempt sent
    /// still can.</summary>
    public void Note(ClaimedRecord claimed, Delivered delivered)
    {
        var now = time.GetUtcNow();
        lock (_tried)
        {
            if (_tried.Count >= _keptBeforeALook)
            {
                DropOld(now);
            }

            _tried[claimed.Record] = new Tried(
                now, delivered is Delivered.Answered ? SentLast(claimed.Record, claimed.Intent) : now);
        }
    }

    /// <summary>The record is settled: nothing of it is looked for any more.</summary>
    public void Forget(RecordKey record)
    {
        lock (_tried)
        {
            _tried.Remove(record);
        }
    }

    /// <summary>How long an earlier write of a record may still land, where what was made of the record now would
    /// forget it; else null.</summary>
    public TimeSpan? MayLandFor(Mapped mapped)
    {
        if (mapped.Claimed.Intent is not { TargetId: null } intent || !Forgets(mapped, intent.Entity))
        {
            return null;
        }

        lock (_tried)
        {
            var left = SentLast(mapped.Claimed.Record, intent) + options.LateWritesFor - time.GetUtcNow();
            return left > TimeSpan.Zero ? left : null;
        }
    }

    // Looked through again when there are twice as many, so that a write does not cost a look at all the others.
    private void DropOld(DateTimeOffset now)
    {
        foreach (var (record, tried) in _tried.Where(tried => tried.Value.At + options.LateWritesFor <= now).ToArray())
        {
            _tried.Remove(record);
        }

        _keptBeforeALook = Math.Max(KeptBeforeAFirstLook, 2 * _tried.Count);
    }

    /// <summary>When a write without an answer was sent at the latest; null where none was. An intent is older than
    /// the sending by the wait for a turn, and what an earlier life of this host sent, it sent before this one
    /// began.</summary>
    private DateTimeOffset? SentLast(RecordKey record, Intent? intent) =>
        _tried.TryGetValue(record, out var tried) ? tried.Unanswered
        : intent is null ? null
        : intent.At > _began ? intent.At : _began;

    // Where a person is told that it stands, it was found.
    private static bool Forgets(Mapped mapped, string entity) => mapped switch
    {
        Mapped.Skipped { Problems: [] } or Mapped.Stale => true,
        Mapped.Ready ready => ready.Write.Entity != entity,
        _ => false,
    };

    private sealed record Tried(DateTimeOffset At, DateTimeOffset? Unanswered);
}
