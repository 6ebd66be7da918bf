using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Embedded;
using IntegrationHost.Storage.Tests.Support;

namespace IntegrationHost.Storage.Tests.Embedded;

/// <summary>Puts something of everything into a store.</summary>
internal static class Filling
{
    public static async Task FillAsync(this EmbeddedStore store, CancellationToken cancel)
    {
        await store.Inbox.AppendAsync(
            new Append([.. Enumerable.Range(1, 40).Select(id => Some.Change($"{id}").Named($"#10{id}"))]), cancel);
        var lease = (await store.Inbox.TakeAsync(0, cancel))!;
        var request = new ClaimRequest(Some.Morning, 30, new HashSet<string> { "orders" });
        foreach (var claimed in (await store.Inbox.ClaimAsync(lease, request, cancel)).Records)
        {
            var link = Some.Link(claimed.Record.Id, "9" + claimed.Record.Id);
            await store.Ledger.SettleAsync(
                lease, new Settlement(claimed.Record, long.MaxValue, Some.Entry(), link, "created"), cancel);
        }

        var last = (await store.Inbox.ClaimAsync(lease, request with { Most = 1 }, cancel)).Records[0].Record;
        await store.Inbox.ParkAsync(
            lease, new Park(last, ParkState.Refused, [Some.Problem("tax")], [], default, Some.Morning), cancel);
    }
}
