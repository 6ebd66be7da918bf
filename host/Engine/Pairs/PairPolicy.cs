namespace IntegrationHost.Engine.Pairs;

/// <summary>Whose a field is and who wins, as one of two flows of a link sees it. Said by either of them: what the
/// other says is turned round.</summary>
internal sealed class PairPolicy(FlowDefinition flow, FlowDefinition twin)
{
    private readonly Dictionary<string, string> _names = Names(flow, twin);

    /// <summary>What the twin calls a field of this flow's target record.</summary>
    public string SameAs(string field) => _names.GetValueOrDefault(field, field);

    /// <summary>Whose a field is; null for a field of both.</summary>
    public ConflictPolicy? OwnerOf(string field) =>
        flow.Owners.TryGetValue(field, out var own) ? own
        : twin.Owners.TryGetValue(SameAs(field), out var other) ? Turned(other)
        : null;

    /// <summary>Who wins where both changed it.</summary>
    public ConflictPolicy WinnerOf(string field) => OwnerOf(field)
        ?? flow.Conflict ?? (twin.Conflict is { } other ? Turned(other) : ConflictPolicy.Ask);

    private static ConflictPolicy Turned(ConflictPolicy policy) => policy switch
    {
        ConflictPolicy.Source => ConflictPolicy.Target,
        ConflictPolicy.Target => ConflictPolicy.Source,
        _ => policy,
    };

    private static Dictionary<string, string> Names(FlowDefinition flow, FlowDefinition twin)
    {
        var names = twin.SameAs.ToDictionary(pair => pair.Value, pair => pair.Key);
        foreach (var (field, other) in flow.SameAs)
        {
            names[field] = other;
        }

        return names;
    }
}
