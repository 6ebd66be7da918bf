using System.Text.Json.Nodes;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Reads;

/// <summary>Reads a record's lists on to their end: a part of an order must never be mapped, and neither may parts of
/// two versions of it.</summary>
internal sealed class WholeRecord(GraphQlClient client)
{
    private const int NodesAtOnce = 25;
    private const int PagesMost = 200;

    /// <summary>The whole record, or null when it changed meanwhile and must be read again.</summary>
    public async Task<Record?> CompleteAsync(ReadShape shape, Record record, CancellationToken cancel)
    {
        if (shape.Bounded.FirstOrDefault(field => record.FlagOrFalse($"{field}.pageInfo.hasNextPage")) is { } over)
        {
            throw new ShopifyFault(ShopifyFaultKind.Refused,
                $"{record.Text("id")} in {client.Shop} has more {over} than are read, and a part is not mapped");
        }

        if (shape.Lists.All(list => !record.Flag($"{list.Field}.pageInfo.hasNextPage"))
            && (shape.Inner is not { } inner || record.List($"{inner.List}.nodes").All(each =>
                !each.Flag($"{inner.Field}.pageInfo.hasNextPage"))))
        {
            return record;
        }

        var whole = JsonNode.Parse(record.ToUtf8())!.AsObject();
        foreach (var (field, operation) in shape.Lists)
        {
            if (record.Flag($"{field}.pageInfo.hasNextPage")
                && !await AppendAsync(shape.Root, record, whole[field]!.AsObject(), field, operation, cancel))
            {
                return null;
            }
        }

        foreach (var each in shape.Inner is { } within ? whole[within.List]!["nodes"]!.AsArray().ToArray() : [])
        {
            if (!await ReadOnAsync(shape.Inner!, each!.AsObject(), cancel))
            {
                return null;
            }
        }

        return Record.Parse(whole.ToJsonString());
    }

    // False where the record of the outer list is not there any more.
    private async Task<bool> ReadOnAsync(InnerList inner, JsonObject record, CancellationToken cancel)
    {
        var list = record[inner.Field]!.AsObject();
        for (var pages = 0; pages < PagesMost && list["pageInfo"]!["hasNextPage"]!.GetValue<bool>(); pages++)
        {
            var answer = await client.QueryAsync(inner.Operation, new JsonObject
            {
                ["id"] = record["id"]!.DeepClone(), ["after"] = list["pageInfo"]!["endCursor"]!.DeepClone(),
            }, cancel);
            if (answer.InnerOrNull($"{inner.Root}.{inner.Field}") is not { } page)
            {
                return false;
            }

            foreach (var node in page.List("nodes"))
            {
                list["nodes"]!.AsArray().Add(JsonNode.Parse(node.ToUtf8()));
            }

            list["pageInfo"] = JsonNode.Parse(page.Inner("pageInfo").ToUtf8());
        }

        return list["pageInfo"]!["hasNextPage"]!.GetValue<bool>()
            ? throw new ShopifyFault(ShopifyFaultKind.Refused,
                $"{record["id"]} in {client.Shop} has more {inner.Field} than are read, and a part is not mapped")
            : true;
    }

    private async Task<bool> AppendAsync(
        string root, Record record, JsonObject list, string field, string operation, CancellationToken cancel)
    {
        var after = record.Text($"{field}.pageInfo.endCursor");
        for (var pages = 0; pages < PagesMost; pages++)
        {
            var answer = await client.QueryAsync(operation, new JsonObject
            {
                ["id"] = record.Text("id"),
                ["after"] = after,
                ["first"] = NodesAtOnce,
            }, cancel);
            // A return has no stamp: what changes in it meanwhile is seen at its next change.
            if (answer.TextOrNull($"{root}.updatedAt") != record.TextOrNull("updatedAt"))
            {
                return false;
            }

            foreach (var node in answer.List($"{root}.{field}.nodes"))
            {
                list["nodes"]!.AsArray().Add(JsonNode.Parse(node.ToUtf8()));
            }

            if (!answer.Flag($"{root}.{field}.pageInfo.hasNextPage"))
            {
                list["pageInfo"] = new JsonObject { ["hasNextPage"] = false, ["endCursor"] = null };
                return true;
            }

            after = answer.Text($"{root}.{field}.pageInfo.endCursor");
        }

        throw new ShopifyFault(ShopifyFaultKind.Refused,
            $"{record.Text("id")} in {client.Shop} has more than {PagesMost * NodesAtOnce} {field}");
    }
}
