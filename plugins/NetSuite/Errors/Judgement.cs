using IntegrationHost.Connectors;

namespace IntegrationHost.Plugins.NetSuite.Errors;

/// <summary>What a refused write means. A closed set, switched on by the writers.</summary>
internal abstract record Judgement
{
    private Judgement()
    {
    }

    /// <summary>Nothing was written, and the host knows what to do with the outcome.</summary>
    public sealed record Settled(Outcome Outcome) : Judgement;

    /// <summary>A record with this external id or name is there already: adopt it if it is ours.</summary>
    public sealed record Exists : Judgement;

    /// <summary>It may have been written: throw, so that the host recovers.</summary>
    public sealed record Unknown : Judgement;
}
