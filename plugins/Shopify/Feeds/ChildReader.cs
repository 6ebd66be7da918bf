using System.Text.Json.Nodes;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Feeds;

/// <summary>All records of a list inside a record: one that is not seen would never be reported.</summary>
internal sealed class ChildReader(GraphQlClient client)
{
    private const int PlainMost = 250;
    private const int PagesMost = 50;

    public async Task<IReadOnlyList<Record>> ReadAsync(Record parent, ChildList list, CancellationToken cancel)
    {
        if (list.More is null)
        {
            var plain = parent.ListOrEmpty(list.Field);
            return plain.Count < PlainMost ? plain : throw new ShopifyFault(ShopifyFaultKind.Refused,
                $"{parent.Text("id")} in {client.Shop} has {PlainMost} {list.Field} or more: the API shows no more");
        }

        var page = Listed.In(parent, list.Field);
        var all = page.Nodes.ToList();
        for (var pages = 0; page.EndCursor is { } after; pages++)
        {
            if (pages == PagesMost)
            {
                throw new ShopifyFault(ShopifyFaultKind.Refused,
                    $"{parent.Text("id")} in {client.Shop} has more than {PagesMost} pages of {list.Field}");
            }

            var variables = new JsonObject { ["id"] = parent.Text("id"), ["after"] = after };
            var answer = await client.QueryAsync(list.More, variables, cancel);
            if (!answer.Has(list.Root))
            {
                return all; // It was deleted meanwhile.
            }

            page = Listed.In(answer, $"{list.Root}.{list.Field}");
            all.AddRange(page.Nodes);
        }

        return all;
    }
}
