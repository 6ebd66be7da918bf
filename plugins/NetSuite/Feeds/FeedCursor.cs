using System.Globalization;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Errors;
using IntegrationHost.Plugins.NetSuite.SuiteQl;

namespace IntegrationHost.Plugins.NetSuite.Feeds;

/// <summary>Where a feed stands. Between sweeps only the watermark counts; within one the place of the last row,
/// too.</summary>
/// <param name="Watermark">All changes up to here were seen, except those that became visible late.</param>
/// <param name="Start">The flow's first instant: no overlap reaches behind it.</param>
/// <param name="Rule">The <see cref="AccountTime.Rule"/> under which it was written.</param>
/// <param name="RuleSince">The watermark at which the rule last changed; the flow's start is no change.</param>
/// <param name="Open">An unfinished sweep, or null.</param>
internal sealed record FeedCursor(
    DateTimeOffset Watermark, DateTimeOffset Start, string Rule, DateTimeOffset RuleSince, OpenSweep? Open)
{
    public static FeedCursor Read(Cursor cursor, string rule)
    {
        if (cursor.Since is { } since)
        {
            return new FeedCursor(since, since, rule, DateTimeOffset.MinValue, null);
        }

        var parts = cursor.Value.Split('|');
        if (parts.Length is not (BetweenSweeps or WithinSweep))
        {
            throw NotOurs();
        }

        var open = parts.Length == WithinSweep
            ? new OpenSweep(Instant(parts[4]), SuiteQlText.Parse(parts[5]), parts[6])
            : null;
        return new FeedCursor(Instant(parts[0]), Instant(parts[1]), parts[2], Instant(parts[3]), open);
    }

    public Cursor ToCursor()
    {
        var text = $"{AccountTime.Stamp(Watermark)}|{AccountTime.Stamp(Start)}|{Rule}|{AccountTime.Stamp(RuleSince)}";
        return new Cursor(Open is null
            ? text
            : $"{text}|{AccountTime.Stamp(Open.ServerTime)}|{SuiteQlText.Write(Open.Stamp)}|{Open.Id}");
    }

    private static DateTimeOffset Instant(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : throw NotOurs();

    private static NetSuiteException NotOurs() =>
        new("the feed's cursor is not one of this connector; set it with 'ihost cursor'");

    private const int BetweenSweeps = 4;
    private const int WithinSweep = 7;
}
