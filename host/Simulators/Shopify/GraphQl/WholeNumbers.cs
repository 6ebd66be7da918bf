using System.Globalization;
using System.Text.Json.Nodes;

namespace IntegrationHost.Simulators.Shopify.GraphQl;

/// <summary>Numbers out of JSON, whatever made the node: a parsed text keeps none of the widths of C#.</summary>
internal static class WholeNumbers
{
    public static long Whole(this JsonNode node) =>
        node.AsValue().TryGetValue(out long wide) ? wide
            : node.AsValue().TryGetValue(out int narrow) ? narrow
            : long.Parse(node.ToString(), CultureInfo.InvariantCulture);

    public static decimal Exact(this JsonNode node) => decimal.Parse(node.ToString(), CultureInfo.InvariantCulture);
}
