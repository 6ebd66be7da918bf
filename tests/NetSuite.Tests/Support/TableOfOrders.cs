using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace IntegrationHost.Plugins.NetSuite.Tests.Support;

/// <summary>Answers the queries of the sales order feed, and only those, over rows that change and become visible late,
/// in the local time of an account.</summary>
internal sealed partial class TableOfOrders(TimeProvider time, TimeZoneInfo zone) : HttpMessageHandler
{
    private readonly List<(int Id, DateTime Stamp, DateTimeOffset VisibleFrom)> _rows = [];

    public int Requests { get; private set; }

    /// <summary>The record's change now; it can be read after the delay. Its earlier state is gone by then.</summary>
    public DateTime Change(int id, TimeSpan delay)
    {
        var now = time.GetUtcNow();
        var stamp = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        stamp = stamp.AddTicks(-(stamp.Ticks % TimeSpan.TicksPerSecond));
        _rows.Add((id, stamp, now + delay));
        return stamp;
    }

    /// <summary>Drops rows that changed longer ago: no poll asks for them any more.</summary>
    public void Forget(TimeSpan age) => _rows.RemoveAll(row => row.VisibleFrom < time.GetUtcNow() - age);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests++;
        var now = time.GetUtcNow();
        if (request.Method == HttpMethod.Get)
        {
            return AnsweringNetSuite.Answer(HttpStatusCode.OK, $$"""{"serverTime":"{{now:O}}"}""");
        }

        var query = await request.Content!.ReadAsStringAsync(cancellationToken);
        var localNow = Written(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        if (query.Contains("FROM deletedrecord", StringComparison.Ordinal))
        {
            return AnsweringNetSuite.Answer(HttpStatusCode.OK, AnsweringNetSuite.Rows(false));
        }

        return AnsweringNetSuite.Answer(HttpStatusCode.OK, query.Contains("FROM dual", StringComparison.Ordinal)
            ? AnsweringNetSuite.Rows(false, new { localnow = localNow })
            : AnsweringNetSuite.Rows(false, [.. Page(query, now).Select(row => new
            {
                key0 = row.Id.ToString(CultureInfo.InvariantCulture),
                stamp = Written(row.Stamp),
                localnow = localNow,
            })]));
    }

    private IEnumerable<(int Id, DateTime Stamp, DateTimeOffset VisibleFrom)> Page(string query, DateTimeOffset now)
    {
        var bound = DateTime.Parse(Bound().Match(query).Groups[1].Value, CultureInfo.InvariantCulture);
        var after = After().Match(query);
        var id = after.Success ? int.Parse(after.Groups[1].Value, CultureInfo.InvariantCulture) : -1;
        var size = int.Parse(Size().Match(query).Groups[1].Value, CultureInfo.InvariantCulture);
        return _rows.Where(row => row.VisibleFrom <= now)
            .GroupBy(row => row.Id, (_, states) => states.Last())
            .Where(row => row.Stamp > bound || (row.Stamp == bound && row.Id > id))
            .OrderBy(row => row.Stamp).ThenBy(row => row.Id)
            .Take(size);
    }

    private static string Written(DateTime local) =>
        local.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    // The JSON of the request writes an apostrophe as \u0027.
    [GeneratedRegex(@"TO_TIMESTAMP\(\\u0027([^\\]+)\\u0027")]
    private static partial Regex Bound();

    [GeneratedRegex(@"t\.id \\u003E (\d+)")]
    private static partial Regex After();

    [GeneratedRegex(@"FETCH FIRST (\d+) ROWS")]
    private static partial Regex Size();
}
