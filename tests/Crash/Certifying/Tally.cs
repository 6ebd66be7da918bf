using System.Text.Json.Nodes;
using IntegrationHost.Crash.Facts;

namespace IntegrationHost.Crash.Certifying;

/// <summary>Counts what was done and what was wrong, and tells each fault once.</summary>
internal sealed class Tally(Options options, TextWriter say)
{
    private const int ToldMost = 40;

    private readonly Lock _gate = new();
    private readonly Dictionary<FaultKind, int> _faults = [];
    private int _told;
    private int _refused;
    private int _unwitnessed;
    private long _acknowledged;

    public int Kills { get; set; }

    /// <summary>Openings that were refused with a sentence, where that is allowed.</summary>
    public int Refused => _refused;

    /// <summary>Acknowledged commands that went with a damaged end of the journal, where nothing could know of
    /// them.</summary>
    public int Unwitnessed => _unwitnessed;

    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    public int Faults => Lost + Half + Different;

    public bool HasFaults => Faults > 0;

    public int Lost => Of(FaultKind.Lost);

    public int Half => Of(FaultKind.Half);

    public int Different => Of(FaultKind.Different);

    public void Acknowledge() => Interlocked.Increment(ref _acknowledged);

    public void Refuse() => Interlocked.Increment(ref _refused);

    public void Unwitness(int commands) => Interlocked.Add(ref _unwitnessed, commands);

    public void Add(Fault fault)
    {
        lock (_gate)
        {
            _faults[fault.Kind] = _faults.GetValueOrDefault(fault.Kind) + 1;
            if (_told++ < ToldMost)
            {
                var kind = fault.Kind.ToString().ToLowerInvariant();
                say.WriteLine($"{kind} after kill {Kills} of seed {options.Seed}: {fault.What}");
            }
        }
    }

    public JsonObject ToJson() => new()
    {
        ["store"] = options.Store,
        ["mode"] = options.Mode,
        ["kills"] = Kills,
        ["acknowledged"] = Acknowledged,
        ["lost"] = Lost,
        ["half"] = Half,
        ["differing"] = Different,
        ["refused"] = Refused,
        ["unwitnessed"] = Unwitnessed,
        ["seed"] = options.Seed,
    };

    private int Of(FaultKind kind)
    {
        lock (_gate)
        {
            return _faults.GetValueOrDefault(kind);
        }
    }
}
