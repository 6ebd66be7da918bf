using System.Globalization;
using IntegrationHost.Plugins.NetSuite.SuiteQl;

namespace IntegrationHost.Plugins.NetSuite.Feeds;

/// <summary>The query of one page: a keyset on stamp and key instead of an offset, which would skip rows that move
/// while a sweep runs.</summary>
internal static class FeedQuery
{
    public static string From(Feed feed, DateTime bound, int rows) =>
        Page(feed, $"{feed.StampColumn} >= {SuiteQlText.Instant(bound)}", rows);

    public static string After(Feed feed, OpenSweep last, int rows)
    {
        var stamp = SuiteQlText.Instant(last.Stamp);
        var keys = last.Id.Split('-');
        if (keys.Length != feed.KeyColumns.Length || !keys.All(SuiteQlText.IsId))
        {
            throw new Errors.NetSuiteException($"the cursor of the {feed.Entity} feed is not one of this connector");
        }

        var behind = Enumerable.Range(0, keys.Length).Select(place => string.Join(" AND ", feed.KeyColumns
            .Take(place).Select((column, index) => $"{column} = {keys[index]}")
            .Append($"{feed.KeyColumns[place]} > {keys[place]}")));
        var sameStamp = string.Join(" OR ", behind.Select(condition => $"({condition})"));
        return Page(feed,
            $"({feed.StampColumn} > {stamp} OR ({feed.StampColumn} = {stamp} AND ({sameStamp})))", rows);
    }

    private static string Page(Feed feed, string place, int rows)
    {
        var keys = string.Join(", ", feed.KeyColumns.Select((column, index) => $"{column} AS {KeyAlias(index)}"));
        var where = feed.Where is "" ? place : $"{feed.Where} AND {place}";
        return $"SELECT {keys}, {feed.Columns}, {SuiteQlText.AsText(feed.StampColumn)} AS stamp, "
            + $"{SuiteQlText.AsText("SYSDATE")} AS localnow FROM {feed.From} WHERE {where} "
            + $"ORDER BY {feed.StampColumn}, {string.Join(", ", feed.KeyColumns)} "
            + string.Create(CultureInfo.InvariantCulture, $"FETCH FIRST {rows} ROWS ONLY");
    }

    /// <summary>The name under which a key column comes back.</summary>
    public static string KeyAlias(int index) => string.Create(CultureInfo.InvariantCulture, $"key{index}");
}
