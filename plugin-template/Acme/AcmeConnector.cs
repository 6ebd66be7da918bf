using System.Net;
using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Records;

namespace Acme;

/// <summary>One account. Its roles are its interfaces: take away what your system cannot do, add what it can
/// (<see cref="IWebhookDecoder"/>, <see cref="IBatchRecordWriter"/>, <see cref="IBackfill"/>).</summary>
internal sealed class AcmeConnector(AcmeClient client) : IChangeFeed, IRecordReader, IRecordWriter
{
    private const string Item = "item";

    public IReadOnlyList<EntityInfo> Entities { get; } =
    [
        // PUT by SKU is an upsert by nature. For a POST without a key of yours, say CreateNature = NeedsIntent: the
        // host then asks RecoverAsync before it repeats anything.
        new(Item, "sku", Abilities.Changes | Abilities.Read | Abilities.Find | Abilities.Create | Abilities.Update),
    ];

    public async Task<Health> CheckAsync(CancellationToken cancel)
    {
        var answer = await client.SendAsync(HttpMethod.Get, "items?after=9999", null, client.Priority, cancel);
        return answer.Status == HttpStatusCode.OK
            ? new Health(true, $"{client.Address} answers")
            : new Health(false, $"{client.Address} answered {(int)answer.Status}; check baseUrl and apiKey");
    }

    /// <summary>At or after the cursor; repeats are fine, gaps are not.</summary>
    public async Task<ChangePage> ReadChangesAsync(string entity, Cursor after, CancellationToken cancel)
    {
        var from = after.Since is { } since ? $"since={since:yyyy-MM-dd'T'HH:mm:ss'Z'}" : $"after={after.Value}";
        var answer = await client.SendAsync(HttpMethod.Get, $"items?{from}", null, client.Priority, cancel);
        var page = answer.Expected;
        var changes = page.List("items").Select(item => new Change(Item, item.Text("sku"), item.Text("version")));
        return new ChangePage([.. changes], new Cursor(page.Text("next")), page.Flag("more"));
    }

    /// <summary>Those that exist; one that does not is left out.</summary>
    public async Task<IReadOnlyList<Found>> ReadAsync(
        string entity, IReadOnlyList<string> ids, CancellationToken cancel)
    {
        var found = new List<Found>();
        foreach (var id in ids)
        {
            var answer = await client.SendAsync(HttpMethod.Get, PathOf(id), null, client.Priority, cancel);
            if (answer.Status != HttpStatusCode.NotFound)
            {
                found.Add(new Found(id, answer.Expected.Text("version"), answer.Expected));
            }
        }

        return found;
    }

    /// <summary>Every match, each with the value as it was asked for.</summary>
    public async Task<IReadOnlyList<Match>> FindAsync(
        string entity, string field, IReadOnlyList<string> values, CancellationToken cancel) =>
        [.. (await ReadAsync(entity, values, cancel)).Select(found => new Match(found.Id, found.Id, found.Version))];

    /// <summary>Rejected: the data is wrong. RetryLater: nothing was written. An exception: nobody knows, and the host
    /// asks <see cref="RecoverAsync"/>.</summary>
    public async Task<Outcome> ApplyAsync(Write write, CancellationToken cancel)
    {
        if (write.Record.TextOrNull("sku") is not { Length: > 0 } sku)
        {
            return new Outcome.Rejected("an item needs a sku", "missing", "sku");
        }

        var answer = await client.SendAsync(HttpMethod.Put, PathOf(sku), write.Record, write.Priority, cancel);
        return answer.Status switch
        {
            HttpStatusCode.Created => new Outcome.Created(sku, answer.Record.Text("version")),
            HttpStatusCode.OK => new Outcome.Updated(sku, answer.Record.Text("version")),
            HttpStatusCode.UnprocessableEntity => new Outcome.Rejected(answer.Text, "unprocessable"),
            HttpStatusCode.TooManyRequests => new Outcome.RetryLater("the account is at its limit", answer.Pause),
            HttpStatusCode.Unauthorized => new Outcome.RetryLater("the account refuses the key; check apiKey"),
            var status => throw new HttpRequestException($"the system answered {(int)status}", null, status),
        };
    }

    /// <summary>Whether this very write landed: the item shows what we sent.</summary>
    public async Task<Recovery> RecoverAsync(Write write, CancellationToken cancel)
    {
        var sku = write.Record.Text("sku");
        var found = await ReadAsync(Item, [sku], cancel);
        return found is [var item] && write.Record.Fields.All(field => Shows(item.Record, write.Record, field))
            ? new Recovery.Landed(new Outcome.Updated(sku, item.Version))
            : new Recovery.NotWritten();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string PathOf(string sku) => $"items/{Uri.EscapeDataString(sku)}";

    // As JSON, so that lists and records inside are compared, too; 9.5 and 9.50 are one number.
    private static bool Shows(Record standing, Record wanted, string field) => JsonNode.DeepEquals(
        JsonNode.Parse(standing.ToUtf8())![field], JsonNode.Parse(wanted.ToUtf8())![field]);
}
