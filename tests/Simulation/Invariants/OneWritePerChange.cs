using IntegrationHost.Connectors;
using IntegrationHost.Simulation.Hosting;

namespace IntegrationHost.Simulation.Invariants;

/// <summary>No ping-pong: what somebody changes of a customer on one side costs at most one write on the other, and
/// none on its own.</summary>
internal sealed class OneWritePerChange(Verdicts verdicts)
{
    // What was answered and not yet settled when a life ended is written once more.
    private const int AgainPerLife = 8;

    private readonly Dictionary<string, int> _changes = [];
    private readonly Dictionary<string, int> _writes = [];
    private int _again;

    /// <summary>Somebody changed a customer on this side.</summary>
    public void Changed(string side) => _changes[side] = _changes.GetValueOrDefault(side) + 1;

    public void LifeIsOver() => _again += AgainPerLife;

    public void Answered(string side, Write write, Outcome outcome)
    {
        if (write.Entity == "customer" && outcome is Outcome.Created or Outcome.Updated)
        {
            _writes[side] = _writes.GetValueOrDefault(side) + 1;
        }
    }

    public void Check()
    {
        Check(Site.Shop, Site.Erp);
        Check(Site.Erp, Site.Shop);
    }

    private void Check(string side, string other)
    {
        var (writes, changes) = (_writes.GetValueOrDefault(side), _changes.GetValueOrDefault(other));
        if (writes > changes + _again)
        {
            verdicts.Found("echo", $"{changes} changes of customers in {other} led to {writes} writes in {side}, "
                + $"{_again} of which may be repeated");
        }
    }
}
