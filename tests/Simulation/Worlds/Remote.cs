using IntegrationHost.Simulation.Invariants;
using IntegrationHost.Simulators.Doors;

namespace IntegrationHost.Simulation.Worlds;

/// <summary>A remote system behind its wire: what it refuses, how slow it is, and how much was asked of it at
/// once.</summary>
internal sealed class Remote(string name, ISimulator simulator, RemoteLimits limits, Verdicts verdicts, Random dice)
{
    private const int WayMostMilliseconds = 60;

    private readonly Queue<WireFault> _faults = new();
    private readonly Queue<WireFault> _writeFaults = new();

    public string Name => name;

    public int Requests { get; private set; }

    /// <summary>How often it was too much although nobody had planned so.</summary>
    public int Throttled { get; private set; }

    /// <summary>Nobody answers.</summary>
    public bool IsDown { get; set; }

    /// <summary>By how much each way takes longer.</summary>
    public TimeSpan Slow { get; set; }

    /// <summary>Told after each request that was carried out.</summary>
    public Action Carried { get; set; } = () => { };

    /// <summary>The next requests meet a fault, or the next that write.</summary>
    public void Plan(WireFault fault, int times, bool onWrites = false)
    {
        for (var time = 0; time < times; time++)
        {
            (onWrites ? _writeFaults : _faults).Enqueue(fault);
        }
    }

    /// <summary>All is well again.</summary>
    public void Recover()
    {
        _faults.Clear();
        _writeFaults.Clear();
        IsDown = false;
        Slow = TimeSpan.Zero;
    }

    public WireFault? NextFault(SimulatedRequest request) => IsDown ? new WireFault.Unreachable()
        : _faults.TryDequeue(out var fault) || (limits.IsWrite(request) && _writeFaults.TryDequeue(out fault)) ? fault
        : null;

    public TimeSpan Way() => Slow + TimeSpan.FromMilliseconds(dice.Next(1, WayMostMilliseconds));

    /// <summary>Sees how many requests are on their way at once.</summary>
    public void Witness(int inFlight)
    {
        Requests++;
        if (inFlight > limits.ToldAtOnce)
        {
            verdicts.Found("budget", $"{inFlight} requests to {name} at once, {limits.ToldAtOnce} may be");
        }
    }

    public SimulatedResponse AnswerOf(int status) => limits.AnswerOf(status);

    public SimulatedResponse Handle(SimulatedRequest request, int inFlight)
    {
        if (inFlight > limits.ReallyAtOnce)
        {
            Throttled++;
            return AnswerOf(429);
        }

        var answer = simulator.Handle(request);
        Carried();
        return answer;
    }
}

/// <summary>What an account takes.</summary>
/// <param name="ToldAtOnce">Requests at once that the host was told of.</param>
/// <param name="ReallyAtOnce">Requests at once that are really answered.</param>
/// <param name="AnswerOf">The account's own words for a status.</param>
/// <param name="IsWrite">Whether a request is to change something.</param>
internal sealed record RemoteLimits(int ToldAtOnce, int ReallyAtOnce, Func<int, SimulatedResponse> AnswerOf,
    Func<SimulatedRequest, bool> IsWrite);
