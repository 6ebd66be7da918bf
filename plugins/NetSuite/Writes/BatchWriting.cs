using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Client;
using IntegrationHost.Plugins.NetSuite.Errors;
using IntegrationHost.Plugins.NetSuite.Reads;

namespace IntegrationHost.Plugins.NetSuite.Writes;

/// <summary>Writes up to a hundred records of one type in one job: NetSuite works on them in parallel, and a job takes
/// one place of the account's limit only while it is sent and asked for.</summary>
/// <remarks>Items are upserted by their external id, known ones are changed by their own. Inventory adjustments are
/// made once: one that is there already is found by its external id.</remarks>
internal sealed class BatchWriting(NetSuiteClient client, AsyncWork work, RecordService records)
{
    /// <summary>The entities that may be written so.</summary>
    public static bool Takes(string entity) => Items.Types.ContainsKey(entity) || entity == MadeOnce;

    /// <summary>Records that one job takes.</summary>
    public const int RecordsMost = 100;

    /// <summary>One outcome per write. Throws where nothing is known of any of them.</summary>
    public async Task<IReadOnlyList<Outcome>> ApplyAsync(IReadOnlyList<Write> writes, CancellationToken cancel)
    {
        var outcomes = new Outcome[writes.Count];
        var unknown = new List<int>();
        foreach (var index in Enumerable.Range(0, writes.Count))
        {
            if (ExternalId.Of(writes[index].Record, out var fault) is null)
            {
                outcomes[index] = fault!;
            }
            else
            {
                unknown.Add(index);
            }
        }

        // A record that was adopted has no external id of ours yet: it is changed by its own.
        foreach (var group in unknown.GroupBy(index => MethodOf(writes[index])))
        {
            var part = group.ToList();
            var answers = await JobAsync([.. part.Select(index => writes[index])], group.Key, "", cancel);
            foreach (var (place, index) in part.Index())
            {
                outcomes[index] = answers[place];
            }
        }

        return outcomes;
    }

    private static HttpMethod MethodOf(Write write) => write.Id is not null ? HttpMethod.Patch
        : write.Entity == MadeOnce ? HttpMethod.Post
        : HttpMethod.Put;

    /// <param name="writes">Of one entity, all by this method.</param>
    /// <param name="method">How.</param>
    /// <param name="after">The job in which they failed before, or empty.</param>
    /// <param name="cancel">Ends the wait.</param>
    private async Task<IReadOnlyList<Outcome>> JobAsync(
        IReadOnlyList<Write> writes, HttpMethod method, string after, CancellationToken cancel)
    {
        var entity = writes[0].Entity;
        var answer = await client.WriteAsync(new NetSuiteRequest(
            method, $"/services/rest/record/v1/{entity}", writes[0].Priority)
        {
            Body = Encoding.UTF8.GetBytes(BodyOf(writes).ToJsonString()),
            ContentType = "application/vnd.oracle.resource+json; type=collection",
            AsyncKey = KeyOf(writes, after),
        }, cancel);
        var isKnown = answer.Error is { Code: "IDEMPOTENCY_ERROR" };
        if (answer.Error is { } error && !isKnown)
        {
            return ErrorTable.Judge(error, entity) is Judgement.Settled settled
                ? [.. writes.Select(_ => settled.Outcome)]
                : throw UnknownWrite.After(writes[0], error);
        }

        // Sent before under the same key: that job's results are ours.
        var job = answer.Location ?? throw new NetSuiteException("NetSuite took the batch and did not say its job");
        var results = await work.ResultsAsync(job, cancel);
        if (results.Count != writes.Count)
        {
            throw new NetSuiteException($"a batch of {writes.Count} {entity} came back with {results.Count} results");
        }

        var outcomes = new Outcome[writes.Count];
        var failed = Enumerable.Range(0, writes.Count).Where(at => isKnown && results[at].Error is not null).ToList();
        foreach (var at in Enumerable.Range(0, writes.Count).Except(failed))
        {
            outcomes[at] = await OutcomeAsync(writes[at], results[at], cancel);
        }

        if (failed.Count > 0)
        {
            // What failed then may do now: the old job would tell the old failure for ever.
            var again = await JobAsync([.. failed.Select(at => writes[at])], method, job, cancel);
            foreach (var (place, at) in failed.Index())
            {
                outcomes[at] = again[place];
            }
        }

        return outcomes;
    }

    private async Task<Outcome> OutcomeAsync(Write write, NetSuiteAnswer result, CancellationToken cancel)
    {
        if (result.Error is not { } error)
        {
            return write.Id is { } id ? new Outcome.Updated(id, "")
                : new Outcome.Created(UnknownWrite.WrittenId(write, result), "");
        }

        return ErrorTable.Judge(error, write.Entity) switch
        {
            Judgement.Settled settled => settled.Outcome,
            Judgement.Exists when ExternalId.Of(write.Record, out _) is { } externalId && write.Entity == MadeOnce
                && await records.IdOfAsync(write.Entity, externalId, write.Priority, cancel) is { } standing =>
                new Outcome.Created(standing, ""),
            _ => new Outcome.RetryLater(
                $"NetSuite answered {error.Status} {error.Code} within a batch: {error.Detail}"),
        };
    }

    private static JsonObject BodyOf(IReadOnlyList<Write> writes) => new()
    {
        ["items"] = new JsonArray([.. writes.Select(write =>
        {
            var item = DocumentBody.Of(write.Record);
            if (write.Id is { } id)
            {
                item["id"] = id;
            }

            return (JsonNode)item;
        })]),
    };

    // The same records make the same key, so that a batch sent twice is one job.
    private static string KeyOf(IReadOnlyList<Write> writes, string after)
    {
        var hash = SHA256.HashData(
            Encoding.UTF8.GetBytes(string.Join('\n', writes.Select(write => write.Key).Append(after))));
        return new Guid(hash.AsSpan(0, GuidBytes)).ToString();
    }

    private const string MadeOnce = "inventoryAdjustment";
    private const int GuidBytes = 16;
}
