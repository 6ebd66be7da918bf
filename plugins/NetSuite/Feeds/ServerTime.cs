using System.Globalization;
using System.Text.Json;
using IntegrationHost.Plugins.NetSuite.Client;
using IntegrationHost.Plugins.NetSuite.Errors;

namespace IntegrationHost.Plugins.NetSuite.Feeds;

/// <summary>The one call that needs no permission: what time it is at NetSuite, in UTC.</summary>
internal static class ServerTime
{
    public static async Task<DateTimeOffset> ReadAsync(NetSuiteClient client, CancellationToken cancel)
    {
        var answer = await client.ReadAsync(
            new NetSuiteRequest(HttpMethod.Get, "/services/rest/system/v1/serverTime", client.ReadPriority), cancel);
        return answer.Ok && InstantIn(answer.Body) is { } instant
            ? instant
            : throw new NetSuiteException("NetSuite did not tell its time; check account and baseUrl", answer.Error);
    }

    // The name of the field is not documented; the answer has one field that is a point in time.
    private static DateTimeOffset? InstantIn(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var texts = document.RootElement.ValueKind switch
            {
                JsonValueKind.Object => document.RootElement.EnumerateObject().Select(field => field.Value),
                _ => [document.RootElement],
            };
            foreach (var text in texts.Where(value => value.ValueKind == JsonValueKind.String))
            {
                if (DateTimeOffset.TryParse(text.GetString(), CultureInfo.InvariantCulture,
                        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant))
                {
                    return instant;
                }
            }
        }
        catch (JsonException)
        {
            // Not NetSuite that answers here: the caller says so.
            return null;
        }

        return null;
    }
}
