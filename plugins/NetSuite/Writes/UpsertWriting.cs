using System.Text.Json;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Client;
using IntegrationHost.Plugins.NetSuite.Errors;

namespace IntegrationHost.Plugins.NetSuite.Writes;

/// <summary>Writes records that may be sent again as they are: a record our crosswalk does not know by external id, a
/// known one by its internal id. The latter matters for records that were adopted: they have no external id of ours
/// yet, and an upsert would make a second one.</summary>
/// <remarks>The outcome has no version: the last-modified stamp is not in the answer, and reading it back would cost a
/// request per write. The host compares fingerprints.</remarks>
/// <param name="records">The record service.</param>
/// <param name="list">The list whose lines are replaced as a whole, so that a repeat adds none; null where lines have
/// keys of their own.</param>
internal sealed class UpsertWriting(RecordService records, string? list) : IEntityWriting
{
    public async Task<Outcome> ApplyAsync(Write write, CancellationToken cancel)
    {
        if (ExternalId.Of(write.Record, out var fault) is not { } externalId)
        {
            return fault!;
        }

        return write.Id is { } known
            ? await ChangeAsync(write, known, externalId, cancel)
            : await UpsertAsync(write, externalId, cancel);
    }

    public async Task<Recovery> RecoverAsync(Write write, CancellationToken cancel)
    {
        using var written = JsonDocument.Parse(write.Record.ToUtf8());
        return await Upserted.RecoverAsync(
            records, write, standing => StandingRecord.Shows(standing, written.RootElement), cancel);
    }

    private async Task<Outcome> ChangeAsync(Write write, string known, string externalId, CancellationToken cancel)
    {
        var answer = await PatchAsync(write, known, cancel);
        // Merged into another or deleted in NetSuite: the external id says which record it is now, or makes it anew.
        return answer.Error is { } error && ErrorTable.IsRecordGone(error)
            ? await UpsertAsync(write with { Id = null }, externalId, cancel)
            : await OutcomeAsync(write, externalId, answer, cancel);
    }

    private async Task<Outcome> UpsertAsync(Write write, string externalId, CancellationToken cancel)
    {
        var answer = await records.PutAsync(write, externalId, Query(write), cancel);
        return await OutcomeAsync(write, externalId, answer, cancel);
    }

    private async Task<Outcome> OutcomeAsync(
        Write write, string externalId, NetSuiteAnswer answer, CancellationToken cancel) =>
        answer.Error is not { } error
            ? Written(write, answer)
            : ErrorTable.Judge(error, write.Entity) switch
            {
                Judgement.Settled settled => settled.Outcome,
                Judgement.Exists => await AdoptAsync(write, externalId, error, cancel),
                _ => throw UnknownWrite.After(write, error),
            };

    // Two writers of one external id at the same moment: the other one was first, ours becomes an update of its record.
    private async Task<Outcome> AdoptAsync(
        Write write, string externalId, NetSuiteError refusal, CancellationToken cancel)
    {
        string? id;
        try
        {
            id = await records.IdOfAsync(write.Entity, externalId, write.Priority, cancel);
        }
        catch (NetSuiteException fault)
        {
            return ErrorTable.NotSent(fault, write.Entity);
        }

        if (id is null || id == write.Id)
        {
            return new Outcome.Rejected(
                $"NetSuite has another {write.Entity} of this name or number: {refusal.Detail} "
                + "Link it with 'ihost link', or change it in NetSuite", refusal.Code, refusal.Path);
        }

        if (write.Id is not null)
        {
            return new Outcome.Rejected(
                $"{write.Entity} {id} in NetSuite has this externalId already; merge the two in NetSuite",
                refusal.Code, ExternalId.Field, externalId);
        }

        // Its address book was not read: sent blindly, our lines could be there twice. The next change brings them.
        var answer = await PatchAsync(AddressBook.Without(write), id, cancel);
        return answer.Error is not { } error
            ? new Outcome.Updated(id, "")
            : ErrorTable.Judge(error, write.Entity) is Judgement.Settled settled
                ? settled.Outcome
                : throw UnknownWrite.After(write, error);
    }

    private Task<NetSuiteAnswer> PatchAsync(Write write, string id, CancellationToken cancel) =>
        records.PatchAsync(write, id, Query(write), cancel);

    // Without the list in the body, replacing it would empty it.
    private string Query(Write write) => HasList(write) ? $"?replace={list}" : "";

    private bool HasList(Write write) => list is not null && write.Record.Has(list);

    private static Outcome Written(Write write, NetSuiteAnswer answer) =>
        Upserted.Outcome(write, write.Id ?? UnknownWrite.WrittenId(write, answer));
}
