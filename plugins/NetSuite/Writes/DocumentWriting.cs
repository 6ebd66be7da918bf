using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Client;
using IntegrationHost.Plugins.NetSuite.Errors;

namespace IntegrationHost.Plugins.NetSuite.Writes;

/// <summary>Makes documents: money, bills, goods. Made twice they would count twice, so each carries our external id,
/// by which it is found again; one that is transformed is looked up before, because only a saved transform shows
/// it.</summary>
internal sealed class DocumentWriting(RecordService records, DocumentSource sources, DocumentKind kind) : IEntityWriting
{
    private readonly DocumentChange _change = new(records, kind);

    public async Task<Outcome> ApplyAsync(Write write, CancellationToken cancel)
    {
        if (ExternalId.Of(write.Record, out var fault) is not { } externalId)
        {
            return fault!;
        }

        if (write.Id is { } known)
        {
            return await _change.ApplyAsync(write, known, cancel);
        }

        try
        {
            return await sources.OfAsync(write, kind, cancel) switch
            {
                DocumentSource.Given.None => await CreateAsync(write, externalId, cancel),
                DocumentSource.Given.Wrong wrong => wrong.Outcome,
                DocumentSource.Given.Record source => await MadeOnceAsync(write, externalId, source, cancel),
                var other => throw new InvalidOperationException($"a source is {other}"),
            };
        }
        catch (LookUpFailedException failed)
        {
            return ErrorTable.NotSent(failed.Fault, write.Entity);
        }
    }

    public async Task<Recovery> RecoverAsync(Write write, CancellationToken cancel)
    {
        if (ExternalId.Of(write.Record, out _) is not { } externalId)
        {
            return new Recovery.NotWritten();
        }

        if (write.Id is { } known)
        {
            return await _change.RecoverAsync(write, known, cancel);
        }

        return await records.HeaderAsync(write.Entity, externalId, write.Priority, cancel) is not { } header
            ? new Recovery.NotWritten()
            : _change.Contradicts(header, write)
                ? UnknownWrite.StandsOtherwise(write, RecordService.IdIn(header, write.Entity))
                : new Recovery.Landed(new Outcome.Created(RecordService.IdIn(header, write.Entity), ""));
    }

    private async Task<Outcome> CreateAsync(Write write, string externalId, CancellationToken cancel)
    {
        var body = DocumentBody.Of(write.Record, kind.SourceField);
        return await OutcomeAsync(write, externalId, await records.PostAsync(write, body, cancel), cancel);
    }

    private async Task<Outcome> MadeOnceAsync(
        Write write, string externalId, DocumentSource.Given.Record source, CancellationToken cancel)
    {
        var standing = await LookUpFailedException.GuardAsync(
            () => records.HeaderAsync(write.Entity, externalId, write.Priority, cancel));
        if (standing is { } header)
        {
            return await _change.AdoptAsync(write, header, id => new Outcome.Unchanged(id, ""), cancel);
        }

        var body = DocumentBody.Of(write.Record, kind.SourceField);
        if (body["item"] is not null && await CompletedAsync(write, source, body, cancel) is { } wrong)
        {
            return wrong;
        }

        var answer = await records.TransformAsync(source.Entity, source.Id, write, body, cancel);
        if (body["item"] is null && kind.Ships && answer.Error is { } refusal && WantsLocations(refusal))
        {
            // Refused, so nothing was made: once more, with every line at the place the order has for it.
            body["item"] = new JsonObject { ["items"] = new JsonArray() };
            if (await CompletedAsync(write, source, body, cancel, everything: true) is { } still)
            {
                return still;
            }

            answer = await records.TransformAsync(source.Entity, source.Id, write, body, cancel);
        }

        return await OutcomeAsync(write, externalId, answer, cancel);
    }

    private async Task<Outcome?> CompletedAsync(
        Write write, DocumentSource.Given.Record source, JsonObject body, CancellationToken cancel,
        bool everything = false)
    {
        var standing = await LookUpFailedException.GuardAsync(
            () => records.StandingAsync(source.Entity, source.Id, write.Priority, cancel));
        return standing is { } record
            ? new SourceLines(record, kind.Ships).Complete(body, everything)
            : new Outcome.Rejected(
                $"the {source.Entity} {source.Id} is not in NetSuite", null, $"{kind.SourceField}.id", source.Id);
    }

    private async Task<Outcome> OutcomeAsync(
        Write write, string externalId, NetSuiteAnswer answer, CancellationToken cancel) =>
        answer.Error is not { } error
            ? new Outcome.Created(UnknownWrite.WrittenId(write, answer), "")
            : ErrorTable.Judge(error, write.Entity) switch
            {
                Judgement.Settled settled => settled.Outcome,
                Judgement.Exists => await AdoptAsync(write, externalId, error, cancel),
                _ => throw UnknownWrite.After(write, error),
            };

    // An earlier attempt made it meanwhile.
    private async Task<Outcome> AdoptAsync(
        Write write, string externalId, NetSuiteError refusal, CancellationToken cancel) =>
        await records.HeaderAsync(write.Entity, externalId, write.Priority, cancel) is { } header
            ? await _change.AdoptAsync(write, header, id => new Outcome.Created(id, ""), cancel)
            : new Outcome.Rejected(refusal.Detail, refusal.Code, refusal.Path);

    private static bool WantsLocations(NetSuiteError error) =>
        error.Status == 400 && error.Detail.Contains("Location", StringComparison.OrdinalIgnoreCase);
}
