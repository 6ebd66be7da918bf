using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Feeds;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Reads;

/// <summary>Records by id, as many at once as the cost of one query allows.</summary>
internal sealed class NodeReader(GraphQlClient client)
{
    private const string TooMuch = "MAX_COST_EXCEEDED";
    private const int RereadsMost = 3;

    private readonly WholeRecord _whole = new(client);
    private readonly Dictionary<string, ReadSize> _sizes = ReadShape.Entities.ToDictionary(
        entity => entity, entity => new ReadSize(ReadShape.Of(entity).AtOnceMost));

    public async Task<IReadOnlyList<Found>> ReadAsync(
        string entity, IReadOnlyList<string> ids, CancellationToken cancel)
    {
        var shape = ReadShape.Of(entity);
        var found = new List<Found>(ids.Count);
        for (var at = 0; at < ids.Count;)
        {
            var part = ids.Skip(at).Take(_sizes[entity].AtOnce).ToArray();
            if (await NodesAsync(shape, _sizes[entity], part, cancel) is not { } nodes)
            {
                continue; // It was too much for one query: the size has shrunk, the same ids again.
            }

            foreach (var (id, node) in nodes)
            {
                var whole = await WholeAsync(shape, _sizes[entity], id, node, cancel);
                if (whole is not null)
                {
                    found.Add(new Found(id, Versions.Of(entity, whole), whole));
                }
            }

            at += part.Length;
        }

        return found;
    }

    /// <summary>The records there are, or null when they were too many for one query.</summary>
    private async Task<IReadOnlyList<(string Id, Record Node)>?> NodesAsync(
        ReadShape shape, ReadSize size, string[] ids, CancellationToken cancel)
    {
        try
        {
            var answer = await client.QueryAsync(shape.Operation, shape.Variables(ids, size.Lines), cancel);
            size.Learn(client.CostOf(shape.Operation), ids.Length);
            // The answer has one place per id; one that does not exist, or is of another type, is null or empty.
            return [.. ids.Select((id, at) => (id, answer.Has($"nodes.{at}.id") ? answer.Inner($"nodes.{at}") : null))
                .Where(each => each.Item2 is not null).Select(each => (each.id, each.Item2!))];
        }
        catch (ShopifyFault fault) when (fault.Code == TooMuch && size.Shrink(ids.Length))
        {
            return null;
        }
    }

    private async Task<Record?> WholeAsync(
        ReadShape shape, ReadSize size, string id, Record node, CancellationToken cancel)
    {
        var latest = node;
        for (var reads = 0; reads < RereadsMost; reads++)
        {
            if (await _whole.CompleteAsync(shape, latest, cancel) is { } whole)
            {
                return whole;
            }

            if (await NodesAsync(shape, size, [id], cancel) is { } again)
            {
                if (again is not [var (_, now)])
                {
                    return null; // It was deleted meanwhile.
                }

                latest = now;
            }
        }

        throw new ShopifyFault(ShopifyFaultKind.Unknown, $"{id} in {client.Shop} changes faster than it can be read");
    }
}
