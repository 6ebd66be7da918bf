using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Errors;
using IntegrationHost.Plugins.NetSuite.SuiteQl;

namespace IntegrationHost.Plugins.NetSuite.Feeds;

/// <summary>Reads changes in sweeps: from the watermark less the overlap up to what is there now, page by page. A
/// full page leaves the sweep open; a short one ends it and sets the watermark to NetSuite's own time, never to
/// ours.</summary>
internal sealed class ChangeReader(NetSuiteOptions options, AccountClock clock, SuiteQlClient suiteQl)
{
    public async Task<ChangePage> ReadAsync(Feed feed, Cursor after, CancellationToken cancel)
    {
        var time = await clock.AccountTimeAsync(cancel);
        var cursor = FeedCursor.Read(after, time.Rule);
        var query = cursor.Last is { } last && cursor.Rule == time.Rule
            ? FeedQuery.After(feed, last, options.PageSize)
            : FeedQuery.From(feed, time.LowerBound(SweepStart(cursor, time)), options.PageSize);
        var page = await suiteQl.PageAsync(query, cancel);
        var rows = page.Rows;
        var changes = rows.Select(row => ChangeOf(feed, row, time)).ToList();
        var full = rows.Count >= options.PageSize || (page.HasMore && rows.Count > 0);
        var next = full ? Open(feed, cursor, rows, time) : Closed(cursor, rows, time);
        return new ChangePage(changes, next.ToCursor(), full);
    }

    // A cursor written under another offset may have skipped the hour that came twice, for as long as nobody noticed.
    private DateTimeOffset SweepStart(FeedCursor cursor, AccountTime time)
    {
        var back = TimeSpan.FromSeconds(options.OverlapSeconds);
        if (cursor.Rule != time.Rule)
        {
            back += AccountClock.MeasuredAgainAfter + AccountTime.ClockChange;
        }

        var start = cursor.Watermark - back;
        return start > cursor.Start ? start : cursor.Start;
    }

    private static FeedCursor Open(
        Feed feed, FeedCursor cursor, IReadOnlyList<SuiteQlRow> rows, AccountTime time)
    {
        var last = new RowPlace(SuiteQlText.Parse(rows[^1].Text("stamp")), IdOf(feed, rows[^1]));
        // Only stamps finer than a second could bring a whole page back to where it began.
        return last == cursor.Last
            ? throw new NetSuiteException(
                $"the {feed.Entity} feed stands still at {feed.Entity} {last.Id}; raise pageSize and try again")
            : cursor with { Rule = time.Rule, Last = last };
    }

    private static FeedCursor Closed(FeedCursor cursor, IReadOnlyList<SuiteQlRow> rows, AccountTime time)
    {
        var seen = rows.Count > 0 ? time.ToUtc(SuiteQlText.Parse(rows[^1].Text("localnow")))
            : cursor.Last is { } last ? time.ToUtc(last.Stamp)
            : cursor.Watermark;
        return cursor with
        {
            Watermark = seen > cursor.Watermark ? seen : cursor.Watermark,
            Rule = time.Rule,
            Last = null,
        };
    }

    private static Change ChangeOf(Feed feed, SuiteQlRow row, AccountTime time)
    {
        var changedAt = time.ToUtc(SuiteQlText.Parse(row.Text("stamp")));
        var version = AccountTime.Stamp(changedAt);
        return new Change(feed.Entity, IdOf(feed, row),
            feed.VersionColumn is null ? version : $"{version}/{row.TextOrNull(feed.VersionColumn) ?? "0"}")
        {
            Name = feed.NameColumn is null ? null : row.TextOrNull(feed.NameColumn),
            GroupKey = feed.GroupColumn is null ? null : row.TextOrNull(feed.GroupColumn),
            ChangedAt = changedAt,
        };
    }

    private static string IdOf(Feed feed, SuiteQlRow row) =>
        string.Join('-', feed.KeyColumns.Select((_, index) => row.Text(FeedQuery.KeyAlias(index))));
}
