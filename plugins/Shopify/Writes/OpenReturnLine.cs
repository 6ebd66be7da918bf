using System.Text.Json.Nodes;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>A line of a return of which something is left to process.</summary>
/// <param name="Asked">What the record says of it.</param>
/// <param name="Standing">The line as it stands.</param>
/// <param name="Missing">How many are left to process now.</param>
internal sealed record OpenReturnLine(Record Asked, Record Standing, int Missing)
{
    /// <summary>Lines as the calls take them.</summary>
    public static JsonArray Input(IEnumerable<OpenReturnLine> lines) => [.. lines.Select(line => new JsonObject
    {
        ["id"] = line.Standing.Text("id"), ["quantity"] = line.Missing,
    })];
}
