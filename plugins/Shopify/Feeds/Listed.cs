using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Feeds;

/// <summary>A page of a list. Pure.</summary>
/// <param name="Nodes">Its records.</param>
/// <param name="EndCursor">Where the list goes on, or null at its end.</param>
internal sealed record Listed(IReadOnlyList<Record> Nodes, string? EndCursor)
{
    /// <summary>The page at a path of an answer. What is not there at all, as the payouts of a shop without Shopify
    /// Payments, is empty.</summary>
    public static Listed In(Record answer, string path)
    {
        var parent = path.Contains('.', StringComparison.Ordinal) ? path[..path.LastIndexOf('.')] : null;
        return parent is not null && !answer.Has(parent) ? new Listed([], null) : new Listed(
            answer.List($"{path}.nodes"),
            answer.Flag($"{path}.pageInfo.hasNextPage") ? answer.Text($"{path}.pageInfo.endCursor") : null);
    }
}
