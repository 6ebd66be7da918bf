namespace IntegrationHost.Plugins.Shopify.Feeds;

/// <summary>Where a feed stands: the flow's start, the newest change seen, and while paging, from when the next page
/// reads and the service's page cursor. Written as <c>since|newest|from|page</c>. Pure.</summary>
internal sealed record FeedPlace(DateTimeOffset Since, DateTimeOffset Newest, DateTimeOffset? From, string? Page)
{
    public static FeedPlace Start(DateTimeOffset since) => new(since, since, null, null);

    public static FeedPlace Parse(string text) => text.Split('|') is [var since, var newest, var from, var page]
        ? new FeedPlace(
            Stamp.Parse(since),
            Stamp.Parse(newest),
            from.Length == 0 ? null : Stamp.Parse(from),
            page.Length == 0 ? null : page)
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
    public FeedPlace Rest(DateTimeOffset last) => new(Since, Later(last), null, null);

    public override string ToString() =>
        $"{Stamp.Of(Since)}|{Stamp.Of(Newest)}|{(From is { } from ? Stamp.Of(from) : "")}|{Page}";

    private DateTimeOffset Later(DateTimeOffset last) => last > Newest ? last : Newest;
}
