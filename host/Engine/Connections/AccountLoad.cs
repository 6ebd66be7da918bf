using IntegrationHost.Limits;

namespace IntegrationHost.Engine.Connections;

/// <summary>How an account's budget stands: what it allows, what is used, who waits.</summary>
/// <param name="Places">Requests that may be on their way at once.</param>
/// <param name="IsMet">Whether refusals have shown that limit; else it is what was described, or still grows.</param>
/// <param name="InUse">Requests on their way.</param>
/// <param name="Waiting">Requests waiting for their turn, by priority; priorities nobody waits with are left
/// out.</param>
/// <param name="Requests">Requests answered since the start.</param>
/// <param name="Throttled">Those of them that were refused as too many.</param>
public sealed record AccountLoad(
    int Places,
    bool IsMet,
    int InUse,
    IReadOnlyDictionary<Priority, int> Waiting,
    long Requests,
    long Throttled)
{
    /// <summary>The part of the account left to others.</summary>
    public double Reserve { get; init; }

    /// <summary>Until when nothing is sent because the account asked for it, or null.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>The account's points, where it counts them.</summary>
    public AccountPoints? Points { get; init; }

    /// <summary>All who wait.</summary>
    public int WaitingInAll => Waiting.Values.Sum();

    /// <summary>The throttled part of the answers, 0 to 1.</summary>
    public double ThrottledShare => Requests == 0 ? 0 : (double)Throttled / Requests;
}
