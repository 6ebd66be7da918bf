namespace IntegrationHost.Engine.Connections;

/// <summary>Points that restore with time, as the account describes them. Not thread-safe: the budget locks.</summary>
internal sealed class PointBucket(double capacity, DateTimeOffset now)
{
    private double _capacity = capacity;
    private double _available = capacity;
    private double _restoredPerSecond = 1;
    private double _kept;
    private DateTimeOffset _at = now;

    public void Describe(double capacity, double restoredPerSecond, double reserve)
    {
        _capacity = capacity;
        _restoredPerSecond = restoredPerSecond;
        _kept = capacity * reserve;
    }

    /// <summary>How long until so many points are there; null when they are. A request larger than what may be used
    /// waits for a full bucket, else it would wait for ever.</summary>
    public TimeSpan? WaitFor(double cost, DateTimeOffset now)
    {
        Restore(now);
        var wanted = Math.Min(cost + _kept, _capacity);
        return _available >= wanted ? null
            : TimeSpan.FromSeconds(Math.Clamp((wanted - _available) / _restoredPerSecond, 0.01, 60));
    }

    public AccountPoints At(DateTimeOffset now)
    {
        Restore(now);
        return new AccountPoints(Math.Round(_available, 1), _capacity, _restoredPerSecond);
    }

    public void Take(double cost) => _available -= cost;

    /// <summary>Corrects the estimate by the answer. Answers overtake each other, so the smaller view counts.</summary>
    public void Settle(double cost, double? actual, double? remaining, DateTimeOffset now)
    {
        Restore(now);
        _available = Math.Min(_capacity, _available + cost - (actual ?? cost));
        if (remaining is { } seen)
        {
            _available = Math.Min(_available, seen);
        }
    }

    private void Restore(DateTimeOffset now)
    {
        _available = Math.Min(_capacity, _available + ((now - _at).TotalSeconds * _restoredPerSecond));
        _at = now;
    }
}
