using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Limits;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Feeds;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Bulk;

/// <summary>History by a bulk operation: the shop writes a file of all records, which is read a part at a time. Its
/// count of objects is the receipt. A result that is only partial is a fault: it is never taken for the
/// whole.</summary>
internal sealed class BulkBackfill(ShopifyOptions options, GraphQlClient client, ConnectorContext context)
{
    private const int RecordsAtOnce = 1000;
    private static readonly HashSet<string> Busy = ["OPERATION_IN_PROGRESS", "LIMIT_REACHED"];
    private static readonly HashSet<string> Going = ["CREATED", "RUNNING", "CANCELING"];

    private readonly ResultReader _result = new(options, context);

    public async Task<BackfillPage> ReadAsync(string entity, BackfillRequest request, CancellationToken cancel)
    {
        if (request.Resume is not { Value.Length: > 0 } resume)
        {
            return await StartAsync(entity, request.Since, cancel);
        }

        var place = BulkPlace.Parse(resume.Value);
        var answer = await client.QueryAsync("BulkPoll", new JsonObject { ["id"] = place.Operation }, cancel);
        var operation = answer.InnerOrNull("bulkOperation") ?? throw Fault(place.Operation, "is not known any more");
        var status = operation.Text("status");
        if (Going.Contains(status))
        {
            return new BackfillPage([], resume, HasMore: true, place.Done);
        }

        if (status != "COMPLETED")
        {
            throw Fault(place.Operation, $"ended as {status} ({operation.TextOrNull("errorCode") ?? "no code"}); "
                + "what it wrote until then is not used");
        }

        var total = long.Parse(operation.Text("objectCount"), CultureInfo.InvariantCulture);
        return total == 0 || operation.TextOrNull("url") is not { } url
            ? new BackfillPage([], resume, HasMore: false, place.Done, total)
            : await PageAsync(entity, place, new Uri(url), total, cancel);
    }

    private async Task<BackfillPage> StartAsync(string entity, DateTimeOffset? since, CancellationToken cancel)
    {
        var document = BulkDocument.Of(entity, since) ?? throw new ShopifyFault(
            ShopifyFaultKind.Refused, $"{entity} cannot be read by a bulk operation; rewind the flow's cursor instead");
        var payload = await client.MutateAsync("BulkRun", "bulkOperationRunQuery",
            new JsonObject { ["query"] = document }, Priority.Backfill, cancel);
        return UserError.Of(payload) switch
        {
            // The shop runs a few at a time: this one waits for its turn.
            [{ Code: { } code }, ..] when Busy.Contains(code) =>
                new BackfillPage([], new Cursor(""), HasMore: true, 0),
            [var error, ..] => throw new ShopifyFault(
                ShopifyFaultKind.Refused, $"{client.Shop} does not run a bulk operation: {error.Message}")
            {
                Code = error.Code,
            },
            _ => new BackfillPage([],
                new Cursor(new BulkPlace(payload.Text("bulkOperation.id"), 0, 0).ToString()), HasMore: true, 0),
        };
    }

    private async Task<BackfillPage> PageAsync(
        string entity, BulkPlace place, Uri url, long total, CancellationToken cancel)
    {
        var (records, offset) = await _result.ReadAsync(url, place.Offset, RecordsAtOnce, cancel);
        var list = FeedList.Of(entity);
        var changes = records.Select(record => new Change(entity, record.Text("id"), Versions.Of(entity, record))
        {
            Name = record.TextOrNull(list.Name),
            GroupKey = list.Group is { } path ? record.TextOrNull(path) : null,
            ChangedAt = Versions.ChangedAt(entity, record),
        }).ToArray();
        var done = place.Done + changes.Length;
        var next = new BulkPlace(place.Operation, offset, done).ToString();
        // A result that ends before its count is reached is told by the two numbers: the host makes a problem of it.
        return new BackfillPage(changes, new Cursor(next), HasMore: done < total && changes.Length > 0, done, total);
    }

    private ShopifyFault Fault(string operation, string what) =>
        new(ShopifyFaultKind.Refused, $"the bulk operation {operation} of {client.Shop} {what}");
}
