namespace IntegrationHost.Plugins.Shopify.Feeds;

/// <summary>Where the feed of stock levels stands: it goes through the locations one after the other. Written as
/// <c>since|from|began|newest|location|page</c>. Pure.</summary>
/// <param name="Since">The flow's start.</param>
/// <param name="From">Changes from here on are read in this round.</param>
/// <param name="Began">When this round began, by our clock; null between rounds.</param>
/// <param name="Newest">The newest change seen in this round.</param>
/// <param name="Location">The location being read, or null at the first.</param>
/// <param name="Page">The service's page cursor inside it, or null.</param>
internal sealed record LevelPlace(
    DateTimeOffset Since, DateTimeOffset From, DateTimeOffset? Began, DateTimeOffset Newest, string? Location,
    string? Page)
{
    public static LevelPlace Start(DateTimeOffset since) => new(since, since, null, since, null, null);

    public static LevelPlace Parse(string text) =>
        text.Split('|') is [var since, var from, var began, var newest, var location, var page]
            ? new LevelPlace(Stamp.Parse(since), Stamp.Parse(from), began.Length == 0 ? null : Stamp.Parse(began),
                Stamp.Parse(newest), location.Length == 0 ? null : location, page.Length == 0 ? null : page)
            : throw new FormatException($"'{text}' is no place in a Shopify stock feed; rewind the flow's cursor");

    /// <summary>From when to read.</summary>
    public DateTimeOffset ReadFrom(TimeSpan overlap) => From - overlap < Since ? Since : From - overlap;

    /// <summary>All locations were read. The list is not sorted by change, so the next round begins no later than this
    /// one began: what changed meanwhile is seen then.</summary>
    public LevelPlace Rest()
    {
        var next = Began is { } began && began < Newest ? began : Newest;
        return Start(Since) with { From = next > From ? next : From, Newest = next > From ? next : From };
    }

    public override string ToString() => $"{Stamp.Of(Since)}|{Stamp.Of(From)}|"
        + $"{(Began is { } began ? Stamp.Of(began) : "")}|{Stamp.Of(Newest)}|{Location}|{Page}";
}
