namespace IntegrationHost.Simulators.NetSuite;

/// <summary>The requests an account works on at once. A request is over when its time is over, not when its answer was
/// computed; other integrations of the account take places, too.</summary>
internal sealed class Slots(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<DateTimeOffset> _until = [];
    private int _working;

    /// <summary>Places that other integrations hold.</summary>
    public int Neighbours { get; set; }

    /// <summary>Takes a place, or says that all are taken.</summary>
    public bool TryTake(int limit)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            _until.RemoveAll(until => until <= now);
            if (_working + _until.Count + Neighbours >= limit)
            {
                return false;
            }

            _working++;
            return true;
        }
    }

    /// <summary>The answer is there; the place stays taken for as long as it takes.</summary>
    public void Release(TimeSpan takes)
    {
        lock (_gate)
        {
            _working--;
            if (takes > TimeSpan.Zero)
            {
                _until.Add(time.GetUtcNow() + takes);
            }
        }
    }
}
