using System.Text.Json;
using IntegrationHost.Plugins.NetSuite.Client;
using IntegrationHost.Plugins.NetSuite.Errors;

namespace IntegrationHost.Plugins.NetSuite.Catalogue;

/// <summary>Asks how many requests the account takes at once. Only an administrator's role may know; for others the
/// limit is learned from refusals.</summary>
internal static class GovernanceLimits
{
    /// <summary>The limit of this integration, or of the account where the integration has none of its own; null where
    /// NetSuite does not tell.</summary>
    public static async Task<int?> ReadAsync(NetSuiteClient client, CancellationToken cancel)
    {
        try
        {
            var answer = await client.ReadAsync(new NetSuiteRequest(
                HttpMethod.Get, "/services/rest/system/v1/governanceLimits", client.ReadPriority), cancel);
            return answer.Ok ? LimitIn(answer.Body) : null;
        }
        catch (NetSuiteException fault) when (fault.Error is { Status: 400 or 403 or 404 })
        {
            return null;
        }
    }

    // The names of the numbers are not documented in full: an integration's own comes before the account's.
    private static int? LimitIn(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var limits = document.RootElement.EnumerateObject()
                .Where(field => field.Value.ValueKind == JsonValueKind.Number
                    && field.Name.Contains("limit", StringComparison.OrdinalIgnoreCase)
                    && !field.Name.Contains("unallocated", StringComparison.OrdinalIgnoreCase))
                .OrderByDescending(field => field.Name.Contains("integration", StringComparison.OrdinalIgnoreCase))
                .Select(field => field.Value.GetInt32()).ToList();
            return limits.Count > 0 && limits[0] is > 0 and <= LimitMost ? limits[0] : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private const int LimitMost = 1_000;
}
