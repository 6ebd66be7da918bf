using System.Diagnostics;
using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Payloads;
using IntegrationHost.Storage.Postgres;

namespace IntegrationHost.Tests.Servers;

/// <summary>How many changes a second PostgreSQL takes and settles through the ports, on a server of its own that syncs
/// like any other.</summary>
public sealed class PostgresBench(PostgresServer server, TimeProvider time)
{
    private const int Lanes = 8;
    private const int ClaimMost = 200;
    private static readonly DateTimeOffset Morning = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Callers that append batches of new records at the same time.</summary>
    public async Task<PostgresRate> AcceptAsync(int callers, int perBatch, int changes, CancellationToken cancel)
    {
        var database = await server.NewDatabaseAsync(cancel);
        await using var store = await OpenAsync(database, cancel);
        await FillAsync(store, callers, perBatch, callers * perBatch * 4, "warm", cancel);
        return await MeasureAsync(
            database, changes, () => FillAsync(store, callers, perBatch, changes, "id", cancel), cancel);
    }

    /// <summary>Callers that settle what was claimed before, each record with a link, at the same time. The claims are
    /// not in the time.</summary>
    public async Task<PostgresRate> SettleAsync(int callers, int records, CancellationToken cancel)
    {
        var database = await server.NewDatabaseAsync(cancel);
        await using var store = await OpenAsync(database, cancel);
        await FillAsync(store, 4, 500, records, "id", cancel);
        var claimed = new List<(LaneLease Lease, ClaimedRecord Record)>();
        for (var lane = 0; lane < Lanes; lane++)
        {
            var lease = (await store.Inbox.TakeAsync(lane, cancel))!;
            var request = new ClaimRequest(Morning, ClaimMost, new HashSet<string> { "orders" });
            for (var claim = await store.Inbox.ClaimAsync(lease, request, cancel); claim.Records.Count > 0;
                claim = await store.Inbox.ClaimAsync(lease, request, cancel))
            {
                claimed.AddRange(claim.Records.Select(record => (lease, record)));
            }
        }

        var warm = claimed.Count / 10;
        await SettleAsync(store, callers, claimed[..warm], cancel);
        return await MeasureAsync(
            database, claimed.Count - warm, () => SettleAsync(store, callers, claimed[warm..], cancel), cancel);
    }

    private async Task<PostgresRate> MeasureAsync(
        string database, int count, Func<Task> work, CancellationToken cancel)
    {
        var cpu = await ServerCpu.StartAsync(database, cancel);
        var begun = time.GetTimestamp();
        await work();
        var elapsed = time.GetElapsedTime(begun);
        var (client, spent) = cpu.Spent();
        return new PostgresRate(count / elapsed.TotalSeconds, client / count, spent / count);
    }

    private static Task SettleAsync(PostgresStore store, int callers,
        List<(LaneLease Lease, ClaimedRecord Record)> claimed, CancellationToken cancel)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            for (var at = Interlocked.Increment(ref next); at < claimed.Count; at = Interlocked.Increment(ref next))
            {
                var (lease, record) = claimed[at];
                var id = record.Record.Id;
                var entry = new LedgerEntry(
                    EntryState.Written, "#" + id, "1", "print", "salesOrder", "9" + id, "5", "abc123", Morning);
                var link = new Link(
                    "order", new LinkEnd("shop", "order", id), new LinkEnd("erp", "salesOrder", "9" + id));
                var settlement = new Settlement(record.Record, record.Newest.Sequence, entry, link, "created");
                if (await store.Ledger.SettleAsync(lease, settlement, cancel) != SettleVerdict.Settled)
                {
                    throw new UnreachableException($"{record.Record} was claimed and could not be settled");
                }
            }
        }, cancel)));
    }

    private static Task FillAsync(
        PostgresStore store, int callers, int perBatch, int changes, string prefix, CancellationToken cancel)
    {
        var next = -1;
        var batches = changes / perBatch;
        return Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            for (var at = Interlocked.Increment(ref next); at < batches; at = Interlocked.Increment(ref next))
            {
                var batch = at;
                await store.Inbox.AppendAsync(new Append([.. Enumerable.Range(0, perBatch).Select(number =>
                {
                    var id = $"{prefix}-{batch}-{number}";
                    return new NewChange(new RecordKey("orders", "order", id), (batch + number) % Lanes,
                        new Change("order", id, "1"), "poll", Morning);
                })]), cancel);
            }
        }, cancel)));
    }

    private static Task<PostgresStore> OpenAsync(string database, CancellationToken cancel) => PostgresStore.OpenAsync(
        new PostgresOptions
        {
            Connection = database,
            HostName = "bench",
            Seal = new PlainSeal(),
        }, cancel);
}

/// <summary>How often something was done, and what one took.</summary>
/// <param name="PerSecond">Changes or settlements.</param>
/// <param name="Client">Microseconds of processor time of this process.</param>
/// <param name="Server">Microseconds of processor time of all processes of the server.</param>
public sealed record PostgresRate(double PerSecond, double Client, double Server)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{PerSecond:N0}/s (client {Client:0} + server {Server:0} us)");
}
