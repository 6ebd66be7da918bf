using System.Globalization;
using System.Text.Json.Nodes;

namespace IntegrationHost.Simulators.NetSuite.Rest;

/// <summary>The page that was asked for, and the envelope it comes in.</summary>
internal sealed record Paging(int Limit, int Offset)
{
    /// <exception cref="RecordFault">A number is out of bounds.</exception>
    public static Paging Of(Uri url) => new(Number(url, "limit", 1, LimitMax, LimitMax), Number(url, "offset", 0, 0));

    public JsonObject Envelope(Uri url, JsonObject[] items, int total)
    {
        var more = Offset + items.Length < total;
        var path = url.GetLeftPart(UriPartial.Path);
        var links = new JsonArray(Link("self", url.Query is "" ? path : At(path, Offset)));
        if (more)
        {
            links.Add((JsonNode)Link("next", At(path, Offset + Limit)));
        }

        return new JsonObject
        {
            ["links"] = links,
            ["count"] = items.Length,
            ["hasMore"] = more,
            ["items"] = new JsonArray(items),
            ["offset"] = Offset,
            ["totalResults"] = total,
        };
    }

    private string At(string path, int offset) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}?limit={Limit}&offset={offset}");

    private static JsonObject Link(string rel, string href) => new() { ["rel"] = rel, ["href"] = href };

    private static int Number(Uri url, string name, int least, int absent, int most = int.MaxValue)
    {
        if (QueryString.Value(url, name) is not { } text)
        {
            return absent;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
            ? number
            : throw new RecordFault(400, "INVALID_PARAMETER", $"Invalid value '{text}' for query parameter {name}.");
    }

    private const int LimitMax = 1_000;
}
