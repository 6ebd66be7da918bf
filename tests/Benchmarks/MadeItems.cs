using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace IntegrationHost.Benchmarks;

/// <summary>An account with so many items, all saved in the same second, whose pages are made while they are
/// asked for.</summary>
internal sealed partial class MadeItems(int items) : HttpMessageHandler
{
    private const int PageRows = 1_000;

    /// <summary>Queries of items that came.</summary>
    public int Queries { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = await request.Content!.ReadAsStringAsync(cancellationToken);
        if (!asked.Contains("FROM item i", StringComparison.Ordinal))
        {
            return Answer([]);
        }

        Queries++;
        var query = JsonDocument.Parse(asked).RootElement.GetProperty("q").GetString()!;
        var behind = Behind().Match(query) is { Success: true } match
            ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
        return Answer([.. Enumerable.Range(behind + 1, Math.Min(PageRows, items - behind)).Select(id => new
        {
            key0 = $"{id}", name = $"SKU-{id:D6}", stamp = "2026-11-24 09:00:00", localnow = "2026-11-24 10:00:00",
        })]);
    }

    private static HttpResponseMessage Answer(object[] rows) => new(HttpStatusCode.OK)
    {
        Content = new StringContent(JsonSerializer.Serialize(new
        {
            count = rows.Length, hasMore = false, items = rows, offset = 0,
        }), Encoding.UTF8, "application/json"),
    };

    [GeneratedRegex(@"i\.id > (\d+)")]
    private static partial Regex Behind();
}
