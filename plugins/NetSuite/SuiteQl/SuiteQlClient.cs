using System.Globalization;
using System.Text.Json;
using IntegrationHost.Plugins.NetSuite.Client;
using IntegrationHost.Plugins.NetSuite.Errors;

namespace IntegrationHost.Plugins.NetSuite.SuiteQl;

/// <summary>Runs SuiteQL.</summary>
internal sealed class SuiteQlClient(NetSuiteClient client)
{
    /// <summary>The rows of one page. The query bounds itself by FETCH FIRST.</summary>
    public async Task<IReadOnlyList<SuiteQlRow>> PageAsync(string query, CancellationToken cancel) =>
        (await RequestAsync(query, 0, cancel)).Rows;

    /// <summary>All rows. The query must have an ORDER BY that is unique, or pages would overlap and miss rows.</summary>
    public async Task<IReadOnlyList<SuiteQlRow>> AllAsync(string query, CancellationToken cancel)
    {
        var rows = new List<SuiteQlRow>();
        for (var page = 0; page < PagesMax; page++)
        {
            var (found, hasMore) = await RequestAsync(query, page * RowsPerPage, cancel);
            rows.AddRange(found);
            if (!hasMore)
            {
                return rows;
            }
        }

        throw new NetSuiteException($"a SuiteQL read is longer than {PagesMax * RowsPerPage} rows");
    }

    private async Task<(IReadOnlyList<SuiteQlRow> Rows, bool HasMore)> RequestAsync(
        string query, int offset, CancellationToken cancel)
    {
        var path = string.Create(CultureInfo.InvariantCulture,
            $"/services/rest/query/v1/suiteql?limit={RowsPerPage}&offset={offset}");
        var answer = await client.ReadAsync(new NetSuiteRequest(HttpMethod.Post, path, client.ReadPriority)
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["q"] = query }),
            Transient = true,
        }, cancel);
        if (!answer.Ok)
        {
            throw new NetSuiteException("NetSuite has no SuiteQL at this address; check baseUrl", answer.Error);
        }

        try
        {
            // The rows keep the document alive.
            var root = JsonDocument.Parse(answer.Body).RootElement;
            var rows = root.GetProperty("items").EnumerateArray().Select(item => new SuiteQlRow(item)).ToList();
            return (rows, root.GetProperty("hasMore").GetBoolean());
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new NetSuiteException("the answer to a SuiteQL query is not what SuiteQL answers", null, fault);
        }
    }

    private const int RowsPerPage = 1_000;
    // NetSuite itself gives no more than 100,000 rows of one query.
    private const int PagesMax = 100;
}
