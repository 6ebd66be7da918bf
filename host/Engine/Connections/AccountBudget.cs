using IntegrationHost.Limits;

namespace IntegrationHost.Engine.Connections;

/// <summary>The limits of one remote account. Grants by priority, then by arrival. Learns the size of a point bucket
/// from what the account describes and reports, and the number of concurrent requests from its refusals.</summary>
public sealed class AccountBudget : Budget
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Waiter, (int Order, long Arrival)> _waiting = new();
    private readonly TimeProvider _time;
    private readonly double _reserve;
    private readonly ConcurrencyLimit _places;
    private readonly ITimer _timer;
    private PointBucket? _bucket;
    private DateTimeOffset _pausedUntil;
    private int _inFlight;
    private long _arrivals;
    private long _answered;
    private long _throttled;

    /// <summary>A budget nobody has used yet.</summary>
    /// <param name="time">The only clock.</param>
    /// <param name="reserve">The part of the account left to others, 0 to 0.9.</param>
    public AccountBudget(TimeProvider time, double reserve)
    {
        _time = time;
        _reserve = reserve;
        _places = new ConcurrencyLimit(reserve);
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
                return _waiting.UnorderedItems.Count(item => item.Element.Waits);
            }
        }
    }

    /// <summary>Requests the account refused as too many, since the start.</summary>
    public long Throttled => Interlocked.Read(ref _throttled);

    /// <summary>How it stands now.</summary>
    public AccountLoad Load()
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            var waiting = _waiting.UnorderedItems.Where(item => item.Element.Waits)
                .GroupBy(item => item.Element.Priority).ToDictionary(group => group.Key, group => group.Count());
            return new AccountLoad(_places.Places, _places.IsMet, _inFlight, waiting, _answered, _throttled)
            {
                Reserve = _reserve,
                PausedUntil = _pausedUntil > now ? _pausedUntil : null,
                Points = _bucket?.At(now),
            };
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<Permit> AcquireAsync(double cost, Priority priority, CancellationToken cancel)
    {
        priority = WorkPriority.Capped(priority);
        var waiter = new Waiter(cost, priority);
        lock (_gate)
        {
            _waiting.Enqueue(waiter, (-(int)priority, _arrivals++));
        }

        Grant();
        await using var registration = cancel.Register(() => waiter.Granted.TrySetCanceled(cancel));
        await waiter.Granted.Task;
        return new Lent(this, waiter);
    }

    /// <inheritdoc/>
    public override void Describe(double capacity, double restoredPerSecond)
    {
        lock (_gate)
        {
            if (restoredPerSecond <= 0)
            {
                _places.Describe(capacity);
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
                if (!waiter.Waits)
                {
                    _waiting.Dequeue(); // It was cancelled while it waited.
                }
                else if (!_places.Admits(_inFlight))
                {
                    return; // Whoever comes back grants again.
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
        now < _pausedUntil ? _pausedUntil - now : _bucket?.WaitFor(cost, now);

    private void Take(Waiter waiter)
    {
        waiter.Level = _inFlight + 1;
        if (!waiter.Granted.TrySetResult())
        {
            return;
        }

        _inFlight++;
        waiter.Mark = _places.Sent(waiter.Level);
        _bucket?.Take(waiter.Cost);
    }

    private void Return(double cost, double? actual, double? remaining)
    {
        lock (_gate)
        {
            if (--_inFlight == 0)
            {
                _places.Emptied();
            }

            _bucket?.Settle(cost, actual, remaining, _time.GetUtcNow());
        }

        Grant();
    }

    private void Refused(Waiter waiter, TimeSpan after)
    {
        lock (_gate)
        {
            _answered++;
            _throttled++;
            var until = _time.GetUtcNow() + after;
            _pausedUntil = until > _pausedUntil ? until : _pausedUntil;
            if (_bucket is null)
            {
                _places.Refused(Math.Max(waiter.Level, _inFlight));
            }
        }
    }

    private void Answered(Waiter waiter)
    {
        lock (_gate)
        {
            _answered++;
            _places.Answered(waiter.Level, waiter.Mark);
        }
    }

    private sealed class Waiter(double cost, Priority priority)
    {
        public double Cost { get; } = cost;

        public Priority Priority { get; } = priority;

        /// <summary>How many were on their way when it was granted, itself included.</summary>
        public int Level { get; set; }

        /// <summary>What <see cref="ConcurrencyLimit.Sent"/> gave it.</summary>
        public int Mark { get; set; }

        public TaskCompletionSource Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Waits => !Granted.Task.IsCompleted;
    }

    private sealed class Lent(AccountBudget budget, Waiter waiter) : Permit
    {
        private double? _actual;
        private double? _remaining;
        private bool _returned;

        public override void Report(double actual, double? remaining = null, TimeSpan? retryAfter = null)
        {
            (_actual, _remaining) = (actual, remaining);
            if (retryAfter is { } after)
            {
                budget.Refused(waiter, after);
            }
            else
            {
                budget.Answered(waiter);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (!_returned)
            {
                _returned = true;
                budget.Return(waiter.Cost, _actual, _remaining);
            }
        }
    }
}
