namespace IntegrationHost.Plugins.Shopify.Feeds;

/// <summary>Where the feed of locations stands: the flow's start, and which ones stood at the last poll. Written as
/// <c>since|1,2,3</c>, by their numbers. Pure.</summary>
internal sealed record LocationPlace(DateTimeOffset Since, IReadOnlyList<string> Stood)
{
    private const string Id = "gid://shopify/Location/";

    // A cursor of before deletions were seen has only its first part.
    public static LocationPlace Parse(string text) => text.Split('|') is [var since, .. var stood] && stood.Length <= 1
        ? new LocationPlace(Stamp.Parse(since),
            [.. (stood is [var numbers] ? numbers : "").Split(',', StringSplitOptions.RemoveEmptyEntries)
                .Select(number => Id + number)])
        : throw new FormatException($"'{text}' is no place in a Shopify feed; rewind the flow's cursor");

    public override string ToString() => $"{Stamp.Of(Since)}|{string.Join(',', Stood.Select(id => id[Id.Length..]))}";
}
