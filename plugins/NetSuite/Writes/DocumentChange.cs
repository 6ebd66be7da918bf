using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Client;
using IntegrationHost.Plugins.NetSuite.Errors;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.NetSuite.Writes;

/// <summary>Changes a document that stands: its header, and the one list that is replaced as a whole. Its lines stay:
/// they were posted.</summary>
internal sealed class DocumentChange(RecordService records, DocumentKind kind)
{
    /// <summary>Makes a document that an earlier attempt made look as it is wanted now: the source can have changed in
    /// between. Its lists stay as they were posted.</summary>
    /// <param name="write">What is wanted.</param>
    /// <param name="header">What stands there.</param>
    /// <param name="same">What is answered where nothing differs.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<Outcome> AdoptAsync(
        Write write, JsonElement header, Func<string, Outcome> same, CancellationToken cancel)
    {
        var id = RecordService.IdIn(header, write.Entity);
        if (!Contradicts(header, write))
        {
            return same(id);
        }

        var lists = BodyOf(write).Where(field => (field.Value as JsonObject)?["items"] is not null);
        return await ApplyAsync(
            WithBody(write, DocumentBody.Of(write.Record, [.. lists.Select(list => list.Key)])), id, cancel);
    }

    /// <summary>Whether a document says something else than what was sent.</summary>
    public bool Contradicts(JsonElement header, Write write)
    {
        using var written = JsonDocument.Parse(BodyOf(write).ToJsonString());
        return StandingRecord.Contradicts(header, written.RootElement);
    }

    public async Task<Outcome> ApplyAsync(Write write, string id, CancellationToken cancel)
    {
        var body = BodyOf(write);
        var query = kind.Replaced is { } list && body[list] is not null ? $"?replace={list}" : "";
        NetSuiteAnswer answer = await records.PatchAsync(WithBody(write, body), id, query, cancel);
        if (answer.Error is not { } error)
        {
            return new Outcome.Updated(id, "");
        }

        if (ErrorTable.IsRecordGone(error))
        {
            return new Outcome.Rejected(
                $"{write.Entity} {id} was deleted in NetSuite; it is not made again by itself. Unlink it with "
                + "'ihost link', then release", error.Code);
        }

        return ErrorTable.Judge(error, write.Entity) switch
        {
            Judgement.Settled settled => settled.Outcome,
            Judgement.Exists => new Outcome.Rejected(error.Detail, error.Code, ExternalId.Field),
            _ => throw UnknownWrite.After(write, error),
        };
    }

    public async Task<Recovery> RecoverAsync(Write write, string id, CancellationToken cancel)
    {
        var standing = await records.StandingAsync(write.Entity, id, write.Priority, cancel);
        using var written = JsonDocument.Parse(BodyOf(write).ToJsonString());
        return standing is { } record && StandingRecord.Shows(record, written.RootElement)
            ? new Recovery.Landed(new Outcome.Updated(id, ""))
            : new Recovery.NotWritten();
    }

    private JsonObject BodyOf(Write write) => DocumentBody.Of(write.Record, [kind.SourceField, .. kind.Lines]);

    private static Write WithBody(Write write, JsonObject body) =>
        write with { Record = Record.Parse(body.ToJsonString()) };
}
