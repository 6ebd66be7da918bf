using System.Globalization;
using System.Text.Json;
using IntegrationHost.Plugins.NetSuite.Client;
using IntegrationHost.Plugins.NetSuite.Errors;

namespace IntegrationHost.Plugins.NetSuite.SuiteQl;

/// <summary>Runs SuiteQL.</summary>
internal sealed class SuiteQlClient(NetSuiteClient client)
{
    /// <summary>One page. The query bounds itself by FETCH FIRST.</summary>
    public Task<SuiteQlPage> PageAsync(string query, CancellationToken cancel) => RequestAsync(query, 0, cancel);

    /// <summary>All rows. The query must have an ORDER BY that is unique, or pages would overlap and miss
    /// rows.</summary>
    public async Task<IReadOnlyList<SuiteQlRow>> AllAsync(string query, CancellationToken cancel)
    {
        var rows = new List<SuiteQlRow>();
        for (var page = 0; page < PagesMax; page++)
        {
            var found = await RequestAsync(query, rows.Count, cancel);
            rows.AddRange(found.Rows);
            if (!found.HasMore)
            {
                return rows;
            }
        }

        throw new NetSuiteException($"a SuiteQL read is longer than {PagesMax * RowsPerPage} rows");
    }

    private async Task<SuiteQlPage> RequestAsync(string query, int offset, CancellationToken cancel)
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

        var page = PageIn(answer.Body);
        return page.Rows.Count == page.Count
            ? page
            : throw new NetSuiteException($"NetSuite announced {page.Count} rows and gave {page.Rows.Count}");
    }

    private static SuiteQlPage PageIn(byte[] body)
    {
        try
        {
            // The rows keep the document alive.
            var root = JsonDocument.Parse(body).RootElement;
            var rows = root.GetProperty("items").EnumerateArray().Select(item => new SuiteQlRow(item)).ToList();
            return new SuiteQlPage(
                rows, root.GetProperty("hasMore").GetBoolean(), root.GetProperty("count").GetInt32());
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
