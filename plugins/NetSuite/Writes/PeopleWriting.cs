using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Client;
using IntegrationHost.Plugins.NetSuite.Errors;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.NetSuite.Writes;

/// <summary>Writes customers and contacts. A new one is upserted with its address book. Of one that stands the book is
/// read before, and only our lines of it are changed or appended: a list that is replaced would lose what people
/// entered in NetSuite. A record that is written without addresses goes as it is.</summary>
internal sealed class PeopleWriting(RecordService records) : IEntityWriting
{
    private readonly UpsertWriting _upsert = new(records, null);

    public async Task<Outcome> ApplyAsync(Write write, CancellationToken cancel)
    {
        if (!write.Record.Has(AddressBook.List) || ExternalId.Of(write.Record, out _) is not { } externalId)
        {
            return await _upsert.ApplyAsync(write, cancel);
        }

        try
        {
            return await (await StandingAsync(write, externalId, cancel) is { } standing
                ? _upsert.ApplyAsync(Change(write, standing), cancel)
                : _upsert.ApplyAsync(write with { Id = null }, cancel));
        }
        catch (LookUpFailedException failed)
        {
            return ErrorTable.NotSent(failed.Fault, write.Entity);
        }
    }

    public async Task<Recovery> RecoverAsync(Write write, CancellationToken cancel)
    {
        if (write.Id is null || !write.Record.Has(AddressBook.List))
        {
            return await _upsert.RecoverAsync(write, cancel);
        }

        var standing = await records.StandingAsync(write.Entity, write.Id, write.Priority, cancel);
        return standing is { } record && AddressBook.Edits(record, DocumentBody.Of(write.Record)).Count == 0
            ? await _upsert.RecoverAsync(Change(write, record), cancel)
            : new Recovery.NotWritten();
    }

    // By its own id, and where that is gone by the external id: merged into another, or not linked yet.
    private async Task<JsonElement?> StandingAsync(Write write, string externalId, CancellationToken cancel)
    {
        var known = write.Id is { } id ? await LookUpFailedException.GuardAsync(
            () => records.StandingAsync(write.Entity, id, write.Priority, cancel)) : null;
        return known ?? await LookUpFailedException.GuardAsync(() => records.StandingAsync(
            write.Entity, RecordService.ByExternalId(externalId), write.Priority, cancel));
    }

    private static Write Change(Write write, JsonElement standing)
    {
        var body = DocumentBody.Of(write.Record);
        var edits = AddressBook.Edits(standing, body);
        body.Remove(AddressBook.List);
        if (edits.Count > 0)
        {
            body[AddressBook.List] = new JsonObject { ["items"] = new JsonArray([.. edits]) };
        }

        return write with
        {
            Id = RecordService.IdIn(standing, write.Entity),
            Record = Record.Parse(body.ToJsonString()),
        };
    }
}
