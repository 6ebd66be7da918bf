using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Client;
using IntegrationHost.Plugins.NetSuite.Errors;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.NetSuite.Writes;

/// <summary>Writes sales orders. A new one is upserted by its external id in one request. One that stands is read
/// before: while nothing of it is fulfilled or billed its list is replaced as a whole, afterwards it is edited line by
/// line, so that a repeat doubles none and nothing that was shipped disappears.</summary>
/// <param name="records">The record service.</param>
/// <param name="lineKey">The line field that keeps a line's outside id, or empty.</param>
internal sealed class OrderWriting(RecordService records, string lineKey) : IEntityWriting
{
    public async Task<Outcome> ApplyAsync(Write write, CancellationToken cancel)
    {
        if (ExternalId.Of(write.Record, out var fault) is not { } externalId)
        {
            return fault!;
        }

        if (write.Id is { } known)
        {
            return await ChangeAsync(write, known, externalId, cancel);
        }

        return OrderEdit.IsCancelling(write.Record)
            ? await AdoptAsync(write, externalId, null, cancel)
            : await CreateAsync(write, externalId, cancel);
    }

    public Task<Recovery> RecoverAsync(Write write, CancellationToken cancel) => Upserted.RecoverAsync(
        records, write, standing => OrderEdit.Between(standing, write.Record, lineKey).IsEmpty, cancel);

    private async Task<Outcome> CreateAsync(Write write, string externalId, CancellationToken cancel)
    {
        var answer = await records.PutAsync(write, externalId, write.Record.Has("item") ? Replace : "", cancel);
        if (answer.Error is not { } error)
        {
            return new Outcome.Created(UnknownWrite.WrittenId(write, answer), "");
        }

        return ErrorTable.Judge(error, write.Entity) switch
        {
            // Lines that were shipped or billed are not replaced: the order stands, and is edited instead.
            Judgement.Exists => await AdoptAsync(write, externalId, error, cancel),
            Judgement.Settled { Outcome: Outcome.Rejected } when SaysLinked(error) =>
                await AdoptAsync(write, externalId, error, cancel),
            Judgement.Settled settled => settled.Outcome,
            _ => throw UnknownWrite.After(write, error),
        };
    }

    private async Task<Outcome> ChangeAsync(Write write, string id, string externalId, CancellationToken cancel)
    {
        JsonElement? standing;
        try
        {
            standing = await records.StandingAsync(write.Entity, id, write.Priority, cancel);
        }
        catch (NetSuiteException failed)
        {
            return ErrorTable.NotSent(failed, write.Entity);
        }

        // Deleted in NetSuite: the external id makes it anew.
        return standing is { } order
            ? await EditAsync(write with { Id = id }, id, order, cancel)
            : await CreateAsync(write with { Id = null }, externalId, cancel);
    }

    private async Task<Outcome> EditAsync(Write write, string id, JsonElement standing, CancellationToken cancel)
    {
        var edit = OrderEdit.Between(standing, write.Record, lineKey);
        if (edit.IsEmpty)
        {
            return new Outcome.Unchanged(id, "");
        }

        var change = write with { Record = Record.Parse(edit.Body.ToJsonString()) };
        var answer = await records.PatchAsync(change, id, edit.ReplacesLines ? Replace : "", cancel);
        return answer.Error is not { } error
            ? new Outcome.Updated(id, "")
            : ErrorTable.Judge(error, write.Entity) switch
            {
                Judgement.Settled settled => settled.Outcome,
                Judgement.Exists => new Outcome.Rejected(
                    $"another salesOrder in NetSuite has this externalId already; merge the two in NetSuite",
                    error.Code, ExternalId.Field),
                _ => throw UnknownWrite.After(write, error),
            };
    }

    private async Task<Outcome> AdoptAsync(
        Write write, string externalId, NetSuiteError? refusal, CancellationToken cancel)
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

        return id is not null ? await ChangeAsync(write, id, externalId, cancel)
            : refusal is null ? new Outcome.Rejected(
                "the order is cancelled and was never in NetSuite; let the script skip it", null, "orderStatus")
            : new Outcome.Rejected($"NetSuite has another {write.Entity} of this name or number: {refusal.Detail} "
                + "Link it with 'ihost link', or change it in NetSuite", refusal.Code, refusal.Path);
    }

    private static bool SaysLinked(NetSuiteError error) => LinkedWords.Any(word =>
        error.Detail.Contains(word, StringComparison.OrdinalIgnoreCase));

    private const string Replace = "?replace=item";
    private static readonly string[] LinkedWords =
        ["fulfilled", "billed", "linked", "cannot be deleted", "remove a line"];
}
