using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntegrationHost.Connectors;

namespace IntegrationHost.Plugins.NetSuite.Webhooks;

/// <summary>Reads what the script <c>ihost_mr.js</c> posts: hints, signed by HMAC-SHA256 over time and body.</summary>
internal sealed class OutboxDecoder(NetSuiteOptions options, TimeProvider time)
{
    public WebhookVerdict Decode(WebhookRequest request)
    {
        if (options.WebhookSecret is not { Length: > 0 } secret)
        {
            return new WebhookVerdict.Refused("the connection has no webhookSecret, so nothing can be genuine");
        }

        var timestamp = request.Headers.GetValueOrDefault(TimestampHeader) ?? "";
        if (!IsSigned(secret, timestamp, request.Headers.GetValueOrDefault(SignatureHeader) ?? "", request.Body.Span))
        {
            return new WebhookVerdict.Refused("the signature does not fit: webhookSecret and the secret in NetSuite "
                + "(custsecret_ihost_hmac) must be the same text");
        }

        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var sent)
            || Math.Abs(now - sent) > ToleranceSeconds)
        {
            return new WebhookVerdict.Refused(
                "the signature is older than five minutes, or the clocks differ by as much");
        }

        return Read(request.Body);
    }

    private static WebhookVerdict Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var delivery = document.RootElement.GetProperty("delivery").GetString();
            var events = document.RootElement.GetProperty("events").EnumerateArray().ToList();
            return delivery is { Length: > 0 }
                ? new WebhookVerdict.Accepted(delivery, [.. events.SelectMany(ChangesOf)], [])
                : Unreadable("it has no delivery");
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return Unreadable("it is not what ihost_mr.js sends");
        }
    }

    private static IEnumerable<Change> ChangesOf(JsonElement told)
    {
        var id = told.GetProperty("id").ToString();
        var kind = told.GetProperty("event").GetString() == "delete" ? ChangeKind.Delete : ChangeKind.Upsert;
        // A hint has no version: the record is read back, and the poll has the last word.
        return OutboxTypes.EntitiesOf(told.GetProperty("type").GetString() ?? "")
            .Select(entity => new Change(entity, id, "") { Kind = kind });
    }

    private static WebhookVerdict.Refused Unreadable(string why) =>
        new($"the webhook cannot be read: {why}") { IsGenuine = true };

    private static bool IsSigned(string secret, string timestamp, string given, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes($"{timestamp}."));
        hmac.AppendData(body);
        var expected = Encoding.ASCII.GetBytes($"sha256={Convert.ToHexStringLower(hmac.GetHashAndReset())}");
        return CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(given));
    }

    public const string TimestampHeader = "X-IHost-Timestamp";
    public const string SignatureHeader = "X-IHost-Signature";
    private const int ToleranceSeconds = 300;
}
