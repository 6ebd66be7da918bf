using IntegrationHost.Limits;

namespace IntegrationHost.Engine.Connections;

/// <summary>The limits of one remote account. Grants by priority, then by arrival. Learns the size of a point bucket
/// from what the account describes and reports, and a limit of concurrent requests by lowering it on refusals and
/// probing up.</summary>
public sealed class AccountBudget : Budget
{
    private const int ConcurrentFirst = 8;
    private const int ConcurrentMost = 64;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly PriorityQueue<Waiter, (int Order, long Arrival)> _waiting = new();
    private readonly TimeProvider _time;
    private readonly double _reserve;
    private readonly ITimer _timer;
    private PointBucket? _bucket;
    private DateTimeOffset _pausedUntil;
    private double _concurrent = ConcurrentFirst;
    private double _concurrentCeiling = ConcurrentMost;
    private int _inFlight;
    private long _arrivals;
    private long _throttled;

    /// <summary>A budget nobody has used yet.</summary>
    /// <param name="time">The only clock.</param>
    /// <param name="reserve">The part of the account left to others, 0 to 0.9.</param>
    public AccountBudget(TimeProvider time, double reserve)
    {
        _time = time;
        _reserve = reserve;
        _timer = time.CreateTimer(_ => Grant(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public override Priority Priority => WorkPriority.Current;

    /// <summary>Requests waiting for their turn.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                // Those who gave up stay in the queue until it is their turn.
                return _waiting.UnorderedItems.Count(item => !item.Element.Granted.Task.IsCompleted);
            }
        }
    }

    /// <summary>Requests the account refused as too many, since the start.</summary>
    public long Throttled => Interlocked.Read(ref _throttled);

    /// <inheritdoc/>
    public override async ValueTask<Permit> AcquireAsync(double cost, Priority priority, CancellationToken cancel)
    {
        var waiter = new Waiter(cost);
        lock (_gate)
        {
            _waiting.Enqueue(waiter, (-(int)priority, _arrivals++));
        }

        Grant();
        await using var registration = cancel.Register(() => waiter.Granted.TrySetCanceled(cancel));
        await waiter.Granted.Task;
        return new Lent(this, cost);
    }

    /// <inheritdoc/>
    public override void Describe(double capacity, double restoredPerSecond)
    {
        lock (_gate)
        {
            if (restoredPerSecond <= 0)
            {
                _concurrentCeiling = Math.Max(1, Math.Floor(capacity * (1 - _reserve)));
                _concurrent = Math.Min(_concurrent, _concurrentCeiling);
            }
            else
            {
                _bucket ??= new PointBucket(capacity, _time.GetUtcNow());
                _bucket.Describe(capacity, restoredPerSecond, _reserve);
            }
        }
    }

    private void Grant()
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            while (_waiting.TryPeek(out var waiter, out _))
            {
                if (waiter.Granted.Task.IsCompleted)
                {
                    _waiting.Dequeue(); // It was cancelled while it waited.
                }
                else if (WaitFor(waiter.Cost, now) is { } wait)
                {
                    _timer.Change(wait, Timeout.InfiniteTimeSpan);
                    return;
                }
                else
                {
                    _waiting.Dequeue();
                    Take(waiter);
                }
            }
        }
    }

    private TimeSpan? WaitFor(double cost, DateTimeOffset now) =>
        _inFlight >= Math.Floor(_concurrent) ? LookAgain
        : now < _pausedUntil ? _pausedUntil - now
        : _bucket?.WaitFor(cost, now);

    private void Take(Waiter waiter)
    {
        if (!waiter.Granted.TrySetResult())
        {
            return;
        }

        _inFlight++;
        _bucket?.Take(waiter.Cost);
    }

    private void Return(double cost, double? actual, double? remaining)
    {
        lock (_gate)
        {
            _inFlight--;
            _bucket?.Settle(cost, actual, remaining, _time.GetUtcNow());
        }

        Grant();
    }

    private void Refused(TimeSpan after)
    {
        Interlocked.Increment(ref _throttled);
        lock (_gate)
        {
            var until = _time.GetUtcNow() + after;
            _pausedUntil = until > _pausedUntil ? until : _pausedUntil;
            if (_bucket is null)
            {
                _concurrent = Math.Max(1, Math.Min(_concurrent, _inFlight) - 1);
            }
        }
    }

    // One more place after as many answers as there are places: slow enough not to run into the limit at once again.
    private void Answered()
    {
        lock (_gate)
        {
            _concurrent = Math.Min(_concurrentCeiling, _concurrent + (1 / Math.Max(1, _concurrent)));
        }
    }

    private sealed class Waiter(double cost)
    {
        public double Cost { get; } = cost;

        public TaskCompletionSource Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Lent(AccountBudget budget, double cost) : Permit
    {
        private double? _actual;
        private double? _remaining;
        private bool _returned;

        public override void Report(double actual, double? remaining = null, TimeSpan? retryAfter = null)
        {
            (_actual, _remaining) = (actual, remaining);
            if (retryAfter is { } after)
            {
                budget.Refused(after);
            }
            else
            {
                budget.Answered();
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (!_returned)
            {
                _returned = true;
                budget.Return(cost, _actual, _remaining);
            }
        }
    }
}
