using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Errors;
using IntegrationHost.Plugins.NetSuite.SuiteQl;

namespace IntegrationHost.Plugins.NetSuite.Feeds;

/// <summary>Reads changes in sweeps: from the watermark less the overlap up to what is there now, page by page. A
/// full page leaves the sweep open; a short one ends it and sets the watermark to NetSuite's own time, never to
/// ours.</summary>
internal sealed class ChangeReader(
    NetSuiteOptions options, AccountClock clock, SuiteQlClient suiteQl, DeletionReader deletions)
{
    public async Task<ChangePage> ReadAsync(Feed feed, Cursor after, CancellationToken cancel)
    {
        var time = await clock.AccountTimeAsync(cancel);
        var cursor = FeedCursor.Read(after, time.Rule);
        if (cursor.Rule != time.Rule)
        {
            // Stamps mean another instant than before: begin the sweep anew, further back.
            cursor = cursor with { Rule = time.Rule, RuleSince = cursor.Watermark, Open = null };
        }

        var query = cursor.Open is { } open
            ? FeedQuery.After(feed, open, options.PageSize)
            : FeedQuery.From(feed, time.LowerBound(SweepStart(cursor)), options.PageSize);
        var page = await suiteQl.PageAsync(query, cancel);
        var changes = page.Rows.Select(row => ChangeOf(feed, row, time)).ToList();
        var full = page.Rows.Count >= options.PageSize || (page.HasMore && page.Rows.Count > 0);
        var next = full ? Opened(feed, cursor, page.Rows[^1], time) : Closed(cursor, page.Rows, time);
        if (full)
        {
            return new ChangePage(changes, next.ToCursor(), true);
        }

        var (deleted, more) = await deletions.ReadAsync(feed, cursor, time, ChangesMost - changes.Count, cancel);
        return new ChangePage([.. changes, .. deleted], next.ToCursor(), more);
    }

    // For a while after the account's clock was changed, stamps below the overlap may still belong to changes that
    // nobody has seen: of the hour that came twice, read with the old offset until it was noticed, or saved before the
    // change and visible after it.
    private DateTimeOffset SweepStart(FeedCursor cursor)
    {
        var overlap = TimeSpan.FromSeconds(options.OverlapSeconds);
        var afterChange = AccountClock.MeasuredAgainAfter + AccountTime.ClockChange;
        return cursor.Watermark < cursor.RuleSince + afterChange
            ? Later(cursor.Watermark - overlap - afterChange, cursor.Start - AccountTime.ClockChange)
            : Later(cursor.Watermark - overlap, cursor.Start);
    }

    private static FeedCursor Opened(Feed feed, FeedCursor cursor, SuiteQlRow row, AccountTime time)
    {
        var open = new OpenSweep(ServerTimeIn(row, time), SuiteQlText.Parse(row.Text("stamp")), IdOf(feed, row));
        // Only stamps finer than a second could bring a whole page back to where it began.
        return cursor.Open is { } before && before.Stamp == open.Stamp && before.Id == open.Id
            ? throw new NetSuiteException(
                $"the {feed.Entity} feed stands still at {feed.Entity} {open.Id}; raise pageSize and try again")
            : cursor with { Open = open };
    }

    private static FeedCursor Closed(FeedCursor cursor, IReadOnlyList<SuiteQlRow> rows, AccountTime time)
    {
        var seen = rows.Count > 0 ? ServerTimeIn(rows[^1], time) : cursor.Open?.ServerTime ?? cursor.Watermark;
        return cursor with { Watermark = Later(seen, cursor.Watermark), Open = null };
    }

    private static DateTimeOffset ServerTimeIn(SuiteQlRow row, AccountTime time) =>
        time.ToUtc(SuiteQlText.Parse(row.Text("localnow")));

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static Change ChangeOf(Feed feed, SuiteQlRow row, AccountTime time)
    {
        var stamp = SuiteQlText.Parse(row.Text("stamp"));
        var version = time.Version(stamp);
        return new Change(feed.Entity, IdOf(feed, row),
            feed.VersionColumn is null ? version : $"{version}/{row.TextOrNull(feed.VersionColumn) ?? "0"}")
        {
            Name = feed.NameColumn is null ? null : row.TextOrNull(feed.NameColumn),
            GroupKey = feed.GroupColumn is null ? null : row.TextOrNull(feed.GroupColumn),
            ChangedAt = time.ToUtc(stamp),
        };
    }

    private const int ChangesMost = 1_000;

    private static string IdOf(Feed feed, SuiteQlRow row) =>
        string.Join('-', feed.KeyColumns.Select((_, index) => row.Text(FeedQuery.KeyAlias(index))));
}
