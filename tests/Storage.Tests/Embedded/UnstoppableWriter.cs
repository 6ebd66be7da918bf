using System.Globalization;
using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Embedded;
using IntegrationHost.Storage.Tests.Support;

namespace IntegrationHost.Storage.Tests.Embedded;

/// <summary>The process that a test kills: it appends, stores intents and settles without an end, and says on its
/// output what was acknowledged, one line each.</summary>
internal static class UnstoppableWriter
{
    public const string Verb = "write-until-killed";
    public const int Lanes = 3;
    public const int RecordsPerPage = 4;
    private const int PendingMost = 80;

    public static readonly IReadOnlySet<string> Flows = new HashSet<string> { "orders" };

    public static async Task<int> RunAsync(string folder, CancellationToken cancel)
    {
        await using var store = await EmbeddedStore.OpenAsync(folder, TimeProvider.System, cancel);
        var loops = Enumerable.Range(0, Lanes).Select(lane => SettleAsync(store, lane, cancel));
        await await Task.WhenAny([AppendAsync(store, cancel), .. loops]); // None ends but by a fault.
        return 0;
    }

    private static async Task AppendAsync(EmbeddedStore store, CancellationToken cancel)
    {
        while (true)
        {
            while ((await store.Upkeep.HealthAsync(cancel)).Pending > PendingMost)
            {
                await Task.Yield();
            }

            var at = await store.Ledger.CursorAsync("orders", cancel);
            var page = at is null ? 0 : int.Parse(at.Value, CultureInfo.InvariantCulture);
            var changes = Enumerable.Range(page * RecordsPerPage, RecordsPerPage)
                .Select(id => Some.Change($"{id}", lane: id % Lanes)).ToArray();
            var next = new Cursor($"{page + 1}");
            await store.Inbox.AppendAsync(
                new Append(changes) { Cursor = new CursorMove("orders", at, next) }, cancel);
            Say($"appended {page}");
        }
    }

    private static async Task SettleAsync(EmbeddedStore store, int lane, CancellationToken cancel)
    {
        var lease = (await store.Inbox.TakeAsync(lane, cancel))!;
        while (true)
        {
            var request = new ClaimRequest(Some.Morning, RecordsPerPage, Flows);
            var claim = await store.Inbox.ClaimAsync(lease, request, cancel);
            await Task.WhenAll(claim.Records.Select(claimed => SettleAsync(store, lease, claimed.Record, cancel)));
        }
    }

    private static async Task SettleAsync(
        EmbeddedStore store, LaneLease lease, RecordKey record, CancellationToken cancel)
    {
        await store.Ledger.PutIntentAsync(lease, Some.Intent(record), cancel);
        Say($"intended {record.Id}");
        var settlement = new Settlement(
            record, long.MaxValue, Some.Entry(), Some.Link(record.Id, $"t{record.Id}"), "created")
        {
            Input = """{"id":"7"}"""u8.ToArray(),
        };
        await store.Ledger.SettleAsync(lease, settlement, cancel);
        Say($"settled {record.Id}");
    }

    // The full stop tells a whole line from one that was cut by the kill.
    private static void Say(string acknowledged) => Console.Out.WriteLine($"{acknowledged}.");
}
