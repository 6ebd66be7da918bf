using System.Collections.Concurrent;
using System.Globalization;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Errors;
using IntegrationHost.Plugins.NetSuite.SuiteQl;
using Microsoft.Extensions.Logging;

namespace IntegrationHost.Plugins.NetSuite.Feeds;

/// <summary>Reads what was deleted since: a deletion leaves no changed row behind, only one in the table of deleted
/// records. Asked for every few minutes, not with every poll.</summary>
internal sealed class DeletionReader(NetSuiteOptions options, ConnectorContext context, SuiteQlClient suiteQl)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _askedAt = [];
    private readonly ConcurrentDictionary<string, string> _told = [];
    private volatile bool _hidden;

    /// <summary>The deletions of the feed's entity, seen or not, and whether there are more than there was room for;
    /// none where it is not yet time to ask.</summary>
    public async Task<(IReadOnlyList<Change> Changes, bool More)> ReadAsync(
        Feed feed, FeedCursor cursor, AccountTime time, int room, CancellationToken cancel)
    {
        var now = context.Time.GetUtcNow();
        // Before the first change nothing can have been deleted that anybody knows.
        if (feed.DeletedAs is null || _hidden || cursor.Watermark == cursor.Start
            || (_askedAt.TryGetValue(feed.Entity, out var asked) && now - asked < AskedAgainAfter))
        {
            return ([], false);
        }

        var since = cursor.Watermark - TimeSpan.FromSeconds(options.OverlapSeconds) - AskedAgainAfter;
        try
        {
            var rows = (await suiteQl.AllAsync(Query(time.LowerBound(since)), cancel))
                .Where(row => Plain(row.TextOrNull("type")) == feed.DeletedAs && IsBehind(feed, row)).ToList();
            if (rows.Count > room)
            {
                _told[feed.Entity] = PlaceOf(rows[room - 1]);
                return ([.. rows.Take(room).Select(row => ChangeOf(feed, row, time))], true);
            }

            _told.TryRemove(feed.Entity, out _);
            _askedAt[feed.Entity] = now;
            return ([.. rows.Select(row => ChangeOf(feed, row, time))], false);
        }
        catch (NetSuiteException fault) when (fault.Error is { Status: 400 or 403 })
        {
            _hidden = true;
            context.Log.LogWarning(
                "{Connection}: the role may not see deleted records, so deletions are not reported: {Reason}",
                context.Connection, fault.Message);
            return ([], false);
        }
    }

    private bool IsBehind(Feed feed, SuiteQlRow row) => !_told.TryGetValue(feed.Entity, out var told)
        || string.CompareOrdinal(PlaceOf(row), told) > 0;

    private static string PlaceOf(SuiteQlRow row) =>
        $"{row.Text("stamp")}/{row.Text("recordid").PadLeft(IdDigits, '0')}";

    private static string Query(DateTime since) =>
        $"SELECT d.recordid, d.type, d.name, {SuiteQlText.AsText("d.deleteddate")} AS stamp FROM deletedrecord d "
        + $"WHERE d.deleteddate >= {SuiteQlText.Instant(since)} ORDER BY d.deleteddate, d.recordid";

    private static Change ChangeOf(Feed feed, SuiteQlRow row, AccountTime time)
    {
        var stamp = SuiteQlText.Parse(row.Text("stamp"));
        return new Change(feed.Entity, row.Text("recordid"), time.Version(stamp))
        {
            Kind = ChangeKind.Delete,
            Name = row.TextOrNull("name"),
            ChangedAt = time.ToUtc(stamp),
        };
    }

    // "Sales Order" in one account, "salesorder" in another.
    private static string Plain(string? type) =>
        (type ?? "").Replace(" ", "", StringComparison.Ordinal).ToLower(CultureInfo.InvariantCulture);

    private const int IdDigits = 18;
    private static readonly TimeSpan AskedAgainAfter = TimeSpan.FromMinutes(5);
}
