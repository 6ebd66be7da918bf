using System.Globalization;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Errors;
using IntegrationHost.Plugins.NetSuite.SuiteQl;

namespace IntegrationHost.Plugins.NetSuite.Feeds;

/// <summary>Where a feed stands. Between sweeps only the watermark counts; within a sweep the place of the last row,
/// too.</summary>
/// <param name="Watermark">All changes up to here were seen, except those that became visible late.</param>
/// <param name="Start">The flow's first instant: no overlap reaches behind it.</param>
/// <param name="Rule">The <see cref="AccountTime.Rule"/> under which it was written.</param>
/// <param name="Last">The last row of an unfinished sweep, or null.</param>
internal sealed record FeedCursor(DateTimeOffset Watermark, DateTimeOffset Start, string Rule, RowPlace? Last)
{
    public static FeedCursor Read(Cursor cursor, string rule)
    {
        if (cursor.Since is { } since)
        {
            return new FeedCursor(since, since, rule, null);
        }

        var parts = cursor.Value.Split('|');
        if (parts.Length is not (3 or 5)
            || !TryInstant(parts[0], out var watermark) || !TryInstant(parts[1], out var start))
        {
            throw new NetSuiteException("the feed's cursor is not one of this connector; set it with 'ihost cursor'");
        }

        var last = parts.Length == 5 ? new RowPlace(SuiteQlText.Parse(parts[3]), parts[4]) : null;
        return new FeedCursor(watermark, start, parts[2], last);
    }

    public Cursor ToCursor()
    {
        var text = $"{AccountTime.Stamp(Watermark)}|{AccountTime.Stamp(Start)}|{Rule}";
        return new Cursor(Last is null ? text : $"{text}|{SuiteQlText.Write(Last.Stamp)}|{Last.Id}");
    }

    private static bool TryInstant(string text, out DateTimeOffset instant) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant);
}

/// <summary>The place of a row in a sweep: its local stamp, then its id.</summary>
internal sealed record RowPlace(DateTime Stamp, string Id);
