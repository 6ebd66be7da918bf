using IntegrationHost.Simulators.Doors;

namespace IntegrationHost.Simulators.NetSuite.Faults;

/// <summary>Requests whose client has given up and that NetSuite still works on.</summary>
internal sealed class LateWork(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<(DateTimeOffset Due, SimulatedRequest Request)> _waiting = [];

    public void Add(SimulatedRequest request, TimeSpan after)
    {
        lock (_gate)
        {
            _waiting.Add((time.GetUtcNow() + after, request));
        }
    }

    /// <summary>Those that are done by now, in the order in which they were done; each is given once.</summary>
    public IReadOnlyList<SimulatedRequest> TakeDone()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                return [];
            }

            var now = time.GetUtcNow();
            var done = _waiting.Where(work => work.Due <= now).OrderBy(work => work.Due).ToArray();
            _waiting.RemoveAll(work => work.Due <= now);
            return [.. done.Select(work => work.Request)];
        }
    }
}
