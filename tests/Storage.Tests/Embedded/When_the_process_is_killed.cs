using System.Diagnostics;
using System.Globalization;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Storage.Embedded;
using IntegrationHost.Storage.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Embedded;

public sealed class When_the_process_is_killed : IDisposable
{
    private const int Kills = 3;

    private static readonly TimeSpan SilentMost = TimeSpan.FromSeconds(90);

    private readonly StateFolder _folder = new();
    private readonly FakeTimeProvider _time = new(Some.Morning);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_was_acknowledged_is_lost_and_nothing_stands_half()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var dice = new Random(seed);
        var acknowledged = new HashSet<string>();
        for (var kill = 0; kill < Kills; kill++)
        {
            // The same folder again and again: each life begins with what the last one left.
            var before = acknowledged.Count;
            await WriteAndKillAsync(dice.Next(20, 160), acknowledged);
            acknowledged.Count.ShouldBeGreaterThan(before + 19);
            await using var store = await _folder.OpenAsync(_time, Cancel);
            await CheckAsync(store, acknowledged);
        }
    }

    private async Task WriteAndKillAsync(int after, HashSet<string> acknowledged)
    {
        var test = typeof(UnstoppableWriter).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [test, UnstoppableWriter.Verb, _folder.Path])
        {
            RedirectStandardOutput = true,
        };
        using var writer = Process.Start(start)!;
        try
        {
            for (var lines = 0; await ReadLineAsync(writer) is { } line; lines++)
            {
                if (line.EndsWith('.'))
                {
                    acknowledged.Add(line[..^1]);
                }

                if (lines == 0)
                {
                    var inUse = await Should.ThrowAsync<StoreInUseException>(() => _folder.OpenAsync(_time, Cancel));
                    inUse.Message.ShouldContain(_folder.Path);
                }

                if (lines == after)
                {
                    writer.Kill();
                }
            }
        }
        finally
        {
            writer.Kill();
            await writer.WaitForExitAsync(CancellationToken.None);
        }

        writer.ExitCode.ShouldNotBe(0, "it was killed, it did not end");
    }

    private static async Task<string?> ReadLineAsync(Process writer) =>
        await writer.StandardOutput.ReadLineAsync(Cancel).AsTask().WaitAsync(SilentMost, Cancel);

    private static async Task CheckAsync(EmbeddedStore store, HashSet<string> acknowledged)
    {
        var cursor = await store.Ledger.CursorAsync("orders", Cancel);
        var stored = int.Parse(cursor!.Value, CultureInfo.InvariantCulture) * UnstoppableWriter.RecordsPerPage;
        stored.ShouldBeGreaterThanOrEqualTo(
            acknowledged.Count(line => line.StartsWith("appended", StringComparison.Ordinal))
            * UnstoppableWriter.RecordsPerPage);
        (await store.History.FindAsync($"{stored}", Cancel)).ShouldBeEmpty("a page comes whole, with its cursor");

        var pending = await ClaimAllAsync(store);
        for (var id = 0; id < stored; id++)
        {
            if (pending.TryGetValue(Some.Order($"{id}"), out var claimed))
            {
                acknowledged.ShouldNotContain($"settled {id}");
                claimed.Entry.ShouldBeNull();
                (await store.Ledger.LinksAsync([Some.InShop($"{id}"), Some.InErp($"t{id}")], Cancel)).ShouldBeEmpty();
                var hasIntent = claimed.Intent is not null;
                (hasIntent || !acknowledged.Contains($"intended {id}")).ShouldBeTrue($"intent of {id}");
            }
            else
            {
                await CheckSettledAsync(store, id);
            }
        }

        (await store.History.CountsAsync(Cancel)).ShouldHaveSingleItem().Read.ShouldBe(stored);
    }

    private static async Task CheckSettledAsync(EmbeddedStore store, int id)
    {
        (await store.History.FindAsync($"{id}", Cancel)).ShouldHaveSingleItem().State.ShouldBe("written");
        (await store.Ledger.LinksAsync([Some.InShop($"{id}"), Some.InErp($"t{id}")], Cancel)).Count.ShouldBe(2);
        (await store.History.InputAsync(Some.Order($"{id}"), Cancel)).ShouldNotBeNull();
        (await store.History.OfAsync(Some.Order($"{id}"), Cancel))[^1].What.ShouldBe("written");
    }

    private static async Task<Dictionary<RecordKey, ClaimedRecord>> ClaimAllAsync(EmbeddedStore store)
    {
        var pending = new Dictionary<RecordKey, ClaimedRecord>();
        for (var lane = 0; lane < UnstoppableWriter.Lanes; lane++)
        {
            var lease = (await store.Inbox.TakeAsync(lane, Cancel))!;
            var request = new ClaimRequest(Some.Morning, int.MaxValue, UnstoppableWriter.Flows);
            foreach (var claimed in (await store.Inbox.ClaimAsync(lease, request, Cancel)).Records)
            {
                pending.Add(claimed.Record, claimed);
            }
        }

        return pending;
    }

    public void Dispose() => _folder.Dispose();
}
