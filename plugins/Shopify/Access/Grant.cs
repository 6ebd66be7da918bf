using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Access;

/// <summary>A token the shop gave, as it is kept in the host's state. Never logged.</summary>
/// <param name="AccessToken">What requests carry.</param>
/// <param name="ExpiresAt">When it stops working.</param>
/// <param name="RefreshToken">What gives the next one, where tokens rotate; null otherwise.</param>
internal sealed record Grant(string AccessToken, DateTimeOffset ExpiresAt, string? RefreshToken)
{
    /// <summary>Reads what the token endpoint answered.</summary>
    /// <exception cref="RecordException">It is no grant.</exception>
    public static Grant FromAnswer(Record answer, DateTimeOffset now) => new(
        answer.Text("access_token"),
        now.AddSeconds((double)answer.Number("expires_in")),
        answer.TextOrNull("refresh_token"));

    public static Grant Parse(string kept)
    {
        var record = Record.Parse(kept);
        return new Grant(
            record.Text("accessToken"), record.Instant("expiresAt"), record.TextOrNull("refreshToken"));
    }

    public string ToText() => new JsonObject
    {
        ["accessToken"] = AccessToken,
        ["expiresAt"] = ExpiresAt.ToString("O", CultureInfo.InvariantCulture),
        ["refreshToken"] = RefreshToken,
    }.ToJsonString();

    /// <summary>Names nothing secret, so that a log line cannot carry it.</summary>
    public override string ToString() => $"a grant until {ExpiresAt:O}";
}
