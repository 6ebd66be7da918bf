using IntegrationHost.Engine.Delivery;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Mapping;
using IntegrationHost.Engine.Pairs;

namespace IntegrationHost.Engine;

/// <summary>A write on its way.</summary>
/// <param name="Lease">The lane's.</param>
/// <param name="Ready">What is sent.</param>
/// <param name="Pair">What is remembered of the pair, where the link is kept both ways.</param>
internal sealed record Sending(LaneLease Lease, Mapped.Ready Ready, PairWrite? Pair = null)
{
    public ClaimedRecord Claimed => Ready.Claimed;

    /// <summary>What both sides agree upon once it stands.</summary>
    public string? Agreed { get; init; }
}

/// <summary>A claimed record to be handled.</summary>
/// <param name="Claimed">The record.</param>
/// <param name="Landed">What an earlier write of it turned out to have done, or null.</param>
internal sealed record Open(ClaimedRecord Claimed, Delivered? Landed)
{
    /// <summary>True when some of an earlier write stands and the target refuses the rest.</summary>
    public bool StandsInPart { get; init; }
}
