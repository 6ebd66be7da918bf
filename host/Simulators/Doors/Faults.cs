namespace IntegrationHost.Simulators.Doors;

/// <summary>Faults to be played on the next requests whose path begins so.</summary>
public sealed class Faults
{
    private readonly Lock _gate = new();
    private readonly List<(string Path, Fault Fault, int Left)> _planned = [];

    /// <summary>How long every answer takes.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Whether any is planned.</summary>
    internal bool Any
    {
        get
        {
            lock (_gate)
            {
                return _planned.Count > 0;
            }
        }
    }

    /// <summary>Plans a fault for the next requests.</summary>
    public void Plan(string path, Fault fault, int times)
    {
        lock (_gate)
        {
            _planned.Add((path, fault, times));
        }
    }

    /// <summary>The fault for this request, taken if it comes before the commit; left for <see cref="Taken"/> if
    /// after.</summary>
    internal Fault? Next(string path)
    {
        lock (_gate)
        {
            var at = _planned.FindIndex(plan => path.StartsWith(plan.Path, StringComparison.Ordinal));
            return at < 0 ? null : _planned[at].Fault.AfterCommit ? _planned[at].Fault : Take(at);
        }
    }

    /// <summary>The fault after the commit of this request.</summary>
    internal Fault? Taken(string path)
    {
        lock (_gate)
        {
            var at = _planned.FindIndex(plan =>
                plan.Fault.AfterCommit && path.StartsWith(plan.Path, StringComparison.Ordinal));
            return at < 0 ? null : Take(at);
        }
    }

    private Fault Take(int at)
    {
        var plan = _planned[at];
        if (plan.Left == 1)
        {
            _planned.RemoveAt(at);
        }
        else
        {
            _planned[at] = plan with { Left = plan.Left - 1 };
        }

        return plan.Fault;
    }
}

/// <summary>A planned fault.</summary>
/// <param name="Status">The HTTP status to answer.</param>
/// <param name="AfterCommit">True when the work is done and only the answer is lost.</param>
public sealed record Fault(int Status, bool AfterCommit)
{
    /// <summary>True when nothing is ever answered: the client waits until it gives up.</summary>
    public bool Hangs { get; init; }
}
