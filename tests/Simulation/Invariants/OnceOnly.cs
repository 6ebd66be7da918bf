using IntegrationHost.Connectors;

namespace IntegrationHost.Simulation.Invariants;

/// <summary>What must not be sent twice: it is stored before it is sent, and while its fate is unknown it is asked for
/// before it is sent again, whatever happened to the process in between.</summary>
internal sealed class OnceOnly(Verdicts verdicts)
{
    private readonly HashSet<string> _intents = [];
    private readonly HashSet<string> _unknown = [];
    private readonly HashSet<string> _asked = [];

    public void IntentStored(string key) => _intents.Add(key);

    public void IsSent(Write write, EntityInfo entity)
    {
        if ((write.Id is null ? entity.CreateNature : entity.UpdateNature) != WriteNature.NeedsIntent)
        {
            return;
        }

        if (!_intents.Contains(write.Key))
        {
            verdicts.Found("intent", $"{write.Key} is sent and is not in the state");
        }

        if (!_unknown.Add(write.Key) && !_asked.Contains(write.Key))
        {
            verdicts.Found("unknown", $"{write.Key} is sent again and nobody asked whether it landed");
        }

        _asked.Remove(write.Key);
    }

    public void IsAnswered(Write write) => _unknown.Remove(write.Key);

    public void IsAsked(Write write) => _asked.Add(write.Key);
}
