using IntegrationHost.Limits;
using Microsoft.Extensions.Logging;

namespace IntegrationHost.Connectors;

/// <summary>What the host lends a connection. The host owns and disposes all of it.</summary>
/// <param name="Connection">The connection's name in <c>ihost.json</c>; used in messages and log lines.</param>
/// <param name="Http">Never retries and has no time-out of its own: a connector sets one per request from
/// <paramref name="Time"/>. It may repeat reads and calls that are idempotent by nature, for 10 s at most; anything
/// longer is the host's to repeat (answer <see cref="Outcome.RetryLater"/>).</param>
/// <param name="Time">The only clock a connector may use.</param>
/// <param name="Log">Secrets and personal data never go into it.</param>
/// <param name="Budget">The account's limit: acquire a permit before each HTTP request.</param>
/// <param name="Tokens">A small encrypted store for tokens that rotate.</param>
public sealed record ConnectorContext(
    string Connection, HttpClient Http, TimeProvider Time, ILogger Log, Budget Budget, Tokens Tokens)
{
    /// <summary>The entities that flows read from this connection, or null when nobody said. A check asks for the
    /// permissions these need and no others.</summary>
    public IReadOnlyList<string>? Reads { get; init; }

    /// <summary>The entities that flows write to this connection, or null when nobody said.</summary>
    public IReadOnlyList<string>? Writes { get; init; }
}
