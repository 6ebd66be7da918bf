namespace IntegrationHost.Plugins.Shopify.Feeds;

/// <summary>Where a feed stands: the flow's start, the newest change seen, and while paging, from when the next page
/// reads and the service's page cursor; and the newest deletion seen. Written as <c>since|newest|from|page|gone</c>.
/// Pure.</summary>
internal sealed record FeedPlace(
    DateTimeOffset Since, DateTimeOffset Newest, DateTimeOffset? From, string? Page, DateTimeOffset Gone)
{
    public static FeedPlace Start(DateTimeOffset since) => new(since, since, null, null, since);

    // A cursor of before deletions were read has no last part: they are read from its newest change on.
    public static FeedPlace Parse(string text) =>
        text.Split('|') is [var since, var newest, var from, var page, .. var gone] && gone.Length <= 1
        ? new FeedPlace(
            Stamp.Parse(since),
            Stamp.Parse(newest),
            from.Length == 0 ? null : Stamp.Parse(from),
            page.Length == 0 ? null : page,
            Stamp.Parse(gone is [var last] ? last : newest))
        : throw new FormatException($"'{text}' is no place in a Shopify feed; rewind the flow's cursor");

    /// <summary>From when to read: while paging as the last page said, else a little before the newest change, never
    /// before the flow's start.</summary>
    public DateTimeOffset ReadFrom(TimeSpan overlap)
    {
        var from = From ?? Newest - overlap;
        return from < Since ? Since : from;
    }

    /// <summary>The next page: from the last stamp of this one; where this whole page has the stamp it began with, on
    /// from its end.</summary>
    public FeedPlace ReadOn(DateTimeOffset from, DateTimeOffset last, string endCursor) => this with
    {
        Newest = Later(last),
        From = last > from ? last : from,
        Page = last > from ? null : endCursor,
    };

    /// <summary>All was read: the next poll begins anew.</summary>
    public FeedPlace Rest(DateTimeOffset last) => this with { Newest = Later(last), From = null, Page = null };

    /// <summary>From when to read deletions: a little before the newest one seen.</summary>
    public DateTimeOffset ReadGoneFrom(TimeSpan overlap) => Gone - overlap < Since ? Since : Gone - overlap;

    /// <summary>Deletions were read to their end.</summary>
    public FeedPlace WithGone(IEnumerable<DateTimeOffset> deletions) =>
        this with { Gone = deletions.Append(Gone).Max() };

    public override string ToString() =>
        $"{Stamp.Of(Since)}|{Stamp.Of(Newest)}|{(From is { } from ? Stamp.Of(from) : "")}|{Page}|{Stamp.Of(Gone)}";

    private DateTimeOffset Later(DateTimeOffset last) => last > Newest ? last : Newest;
}
