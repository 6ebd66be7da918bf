using System.Text.Json.Nodes;

namespace IntegrationHost.Simulators.Shopify.GraphQl;

/// <summary>Cuts a page out of a list, with cursors. Pure.</summary>
internal static class Paging
{
    private const int PageMost = 250;
    private const int ObjectsMost = 25_000;

    public static JsonObject Of(JsonNode?[] all, JsonObject arguments, string[] path)
    {
        var first = (int)((arguments["first"] ?? arguments["last"])?.Whole()
            ?? throw new GraphQlError(
                "MISSING_PAGINATION_BOUNDARIES", "you must provide one of first or last", path));
        if (first > PageMost)
        {
            throw new GraphQlError("MAX_INPUT_SIZE_EXCEEDED",
                $"The input array size of {first} is greater than the maximum allowed of {PageMost}.", path);
        }

        var from = arguments["after"]?.GetValue<string>() is { } after ? PageCursor.PlaceOf(after, path) + 1 : 0;
        if (from >= ObjectsMost)
        {
            throw new GraphQlError("PAGINATION_LIMIT_EXCEEDED",
                $"Pagination over more than {ObjectsMost} objects is not supported.", path);
        }

        var nodes = all.AsSpan(Math.Min(from, all.Length)..Math.Min(from + first, all.Length)).ToArray();
        return new JsonObject
        {
            ["nodes"] = new JsonArray([.. nodes.Select(Shared)]),
            ["edges"] = new JsonArray([.. nodes.Select((node, at) =>
                new JsonObject { ["cursor"] = PageCursor.At(from + at), ["node"] = Shared(node) })]),
            ["pageInfo"] = new JsonObject
            {
                ["hasNextPage"] = from + nodes.Length < all.Length,
                ["hasPreviousPage"] = from > 0,
                ["startCursor"] = nodes.Length == 0 ? null : PageCursor.At(from),
                ["endCursor"] = nodes.Length == 0 ? null : PageCursor.At(from + nodes.Length - 1),
            },
        };
    }

    // A node belongs to one place of a JSON tree: what has an id is named by it and looked up when a field is asked.
    private static JsonNode? Shared(JsonNode? node) =>
        node is JsonObject record && record["id"] is { } id && record.ContainsKey("__typename")
            ? id.DeepClone() : node?.DeepClone();
}
