using System.Text.Json;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Errors;
using IntegrationHost.Plugins.NetSuite.SuiteQl;

namespace IntegrationHost.Plugins.NetSuite.Writes;

/// <summary>Makes item fulfilments by transforming their sales order, the only way there is. A transform sent twice
/// ships twice: it carries our external id, which is looked up before.</summary>
internal sealed class FulfilmentWriting(RecordService records) : IEntityWriting
{
    public async Task<Outcome> ApplyAsync(Write write, CancellationToken cancel)
    {
        if (ExternalId.Of(write.Record, out var fault) is not { } externalId)
        {
            return fault!;
        }

        if (write.Id is not null)
        {
            return new Outcome.Rejected("an item fulfilment that exists is not changed by this connector");
        }

        if (ExternalId.TextIn(write.Record, OrderField) is not { } order || !SuiteQlText.IsId(order))
        {
            return new Outcome.Rejected(
                "an item fulfilment needs the internal id of its sales order", null, OrderField);
        }

        string? standing;
        try
        {
            standing = await records.IdOfAsync(write.Entity, externalId, write.Priority, cancel);
        }
        catch (NetSuiteException failed)
        {
            return ErrorTable.NotSent(failed, write.Entity);
        }

        return standing is null
            ? await TransformAsync(write, order, externalId, cancel)
            : new Outcome.Unchanged(standing, "");
    }

    public async Task<Recovery> RecoverAsync(Write write, CancellationToken cancel) =>
        ExternalId.Of(write.Record, out _) is { } externalId
        && await records.IdOfAsync(write.Entity, externalId, write.Priority, cancel) is { } id
            ? new Recovery.Landed(new Outcome.Created(id, ""))
            : new Recovery.NotWritten();

    private async Task<Outcome> TransformAsync(
        Write write, string order, string externalId, CancellationToken cancel)
    {
        var answer = await records.TransformAsync("salesOrder", order, write, BodyOf(write), cancel);
        return answer.Error is not { } error
            ? new Outcome.Created(UnknownWrite.WrittenId(write, answer), "")
            : ErrorTable.Judge(error, write.Entity) switch
            {
                Judgement.Settled settled => settled.Outcome,
                Judgement.Exists => await AdoptAsync(write, externalId, error, cancel),
                _ => throw UnknownWrite.After(write, error),
            };
    }

    private async Task<Outcome> AdoptAsync(
        Write write, string externalId, NetSuiteError refusal, CancellationToken cancel) =>
        await records.IdOfAsync(write.Entity, externalId, write.Priority, cancel) is { } id
            ? new Outcome.Created(id, "")
            : new Outcome.Rejected(refusal.Detail, refusal.Code, refusal.Path);

    // The order stands in the address; in the body NetSuite would refuse it.
    private static byte[] BodyOf(Write write)
    {
        using var document = JsonDocument.Parse(write.Record.ToUtf8());
        var body = document.RootElement.EnumerateObject()
            .Where(field => field.Name != "createdFrom")
            .ToDictionary(field => field.Name, field => field.Value);
        return JsonSerializer.SerializeToUtf8Bytes(body);
    }

    private const string OrderField = "createdFrom.id";
}
