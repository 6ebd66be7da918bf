using System.Collections.Concurrent;
using System.Globalization;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Tests.Support;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    private const int LanesRaced = 3;
    private const int WritersRaced = 6;
    private const int ChangesPerWriter = 60;
    private const int RecordsRaced = 14;
    private static readonly TimeSpan RaceMost = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Whoever_races_whom_each_change_is_handled_once_and_in_order()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var race = new Race(Inbox, Ledger, seed);
        var writers = Enumerable.Range(0, WritersRaced).Select(writer => race.WriteAsync(writer, Cancel)).ToArray();
        var leases = await Task.WhenAll(Enumerable.Range(0, LanesRaced).Select(TakeAsync));
        // Two workers per lane: no record may ever be in the hands of both.
        var workers = leases.Concat(leases).Select((lease, worker) => race.WorkAsync(lease, worker, Cancel)).ToArray();
        await Task.WhenAll([.. writers, .. workers]).WaitAsync(RaceMost, Cancel);

        race.Faults.ShouldBeEmpty($"seed {seed}");
        (race.Handled.Count + race.Superseded).ShouldBe(WritersRaced * ChangesPerWriter, $"seed {seed}");
        race.Handled.GroupBy(change => (change.Record, Writer: change.Version.Split('-')[0]))
            .ShouldAllBe(line => InOrder(line), $"seed {seed}");
        (await History.CountsAsync(Cancel)).ShouldBe(
            [new FlowCounts("orders", RecordsRaced, RecordsRaced, 0, 0, 0, 0)], $"seed {seed}");
        await ReopenAsync();
        (await ClaimAsync(await TakeAsync())).ShouldBeEmpty();
        (await Upkeep.HealthAsync(Cancel)).Pending.ShouldBe(0);
    }

    private static bool InOrder(IEnumerable<(RecordKey Record, long Sequence, string Version)> line)
    {
        var numbers = line.OrderBy(change => change.Sequence)
            .Select(change => int.Parse(change.Version.Split('-')[1], CultureInfo.InvariantCulture)).ToArray();
        return numbers.SequenceEqual(numbers.Order());
    }

    /// <summary>Writers that append and workers that settle, put back, park and release as the dice say.</summary>
    private sealed class Race(IInbox inbox, ILedger ledger, int seed)
    {
        private readonly ConcurrentDictionary<RecordKey, int> _inHand = new();
        private readonly ConcurrentDictionary<RecordKey, long> _settledThrough = new();
        private readonly ConcurrentDictionary<RecordKey, HashSet<long>> _open = new();
        private int _superseded;
        private int _left = WritersRaced * ChangesPerWriter;

        public ConcurrentBag<(RecordKey Record, long Sequence, string Version)> Handled { get; } = [];

        public ConcurrentBag<string> Faults { get; } = [];

        /// <summary>Changes that a newer one stands for since their record was parked.</summary>
        public int Superseded => _superseded;

        public async Task WriteAsync(int writer, CancellationToken cancel)
        {
            var dice = new Random(seed + writer);
            for (var number = 0; number < ChangesPerWriter; number++)
            {
                // Every record once, so that all of them are there, then whichever.
                var record = number < RecordsRaced ? number : dice.Next(RecordsRaced);
                var change = Some.Change($"{record}", $"{writer}-{number}", lane: record % LanesRaced);
                await inbox.AppendAsync(new Append([change]), cancel);
            }
        }

        public async Task WorkAsync(LaneLease lease, int worker, CancellationToken cancel)
        {
            var dice = new Random(seed - worker - 1);
            while (Volatile.Read(ref _left) > 0)
            {
                var request = new ClaimRequest(Some.Morning, dice.Next(1, 5), new HashSet<string> { "orders" });
                foreach (var claimed in (await inbox.ClaimAsync(lease, request, cancel)).Records)
                {
                    await HandleAsync(lease, claimed, dice, worker, cancel);
                }

                await Task.Yield();
            }
        }

        private async Task HandleAsync(
            LaneLease lease, ClaimedRecord claimed, Random dice, int worker, CancellationToken cancel)
        {
            var record = claimed.Record;
            if (!_inHand.TryAdd(record, worker))
            {
                Faults.Add($"{record} was claimed twice");
            }

            if (claimed.Changes[0].Sequence <= _settledThrough.GetValueOrDefault(record, -1))
            {
                Faults.Add($"{record} came again with a change that was settled");
            }

            Compare(claimed);
            var covered = claimed.Changes.Take(dice.Next(1, claimed.Changes.Count + 1)).ToArray();
            var choice = dice.Next(10);
            if (choice >= 3)
            {
                _settledThrough[record] = covered[^1].Sequence;
                _open[record].RemoveWhere(sequence => sequence <= covered[^1].Sequence);
            }

            _inHand.TryRemove(record, out _);
            await (choice switch
            {
                0 => inbox.RetryAsync(lease, Some.Retry(record, Some.Morning), cancel),
                1 or 2 => ParkAndReleaseAsync(lease, record, cancel),
                _ => SettleAsync(lease, record, covered, cancel),
            });
        }

        // What was there at the last claim, was not settled and is there no more: the newest must not be among it.
        private void Compare(ClaimedRecord claimed)
        {
            var now = claimed.Changes.Select(change => change.Sequence).ToHashSet();
            var gone = _open.GetValueOrDefault(claimed.Record, []).Except(now).ToArray();
            if (gone.Any(sequence => sequence > claimed.Newest.Sequence))
            {
                Faults.Add($"{claimed.Record} lost its newest change");
            }

            Interlocked.Add(ref _superseded, gone.Length);
            Interlocked.Add(ref _left, -gone.Length);
            _open[claimed.Record] = now;
        }

        private async Task ParkAndReleaseAsync(LaneLease lease, RecordKey record, CancellationToken cancel)
        {
            var note = Some.Problem("dice");
            await inbox.ParkAsync(
                lease, new Park(record, ParkState.Refused, [note], [], default, Some.Morning), cancel);
            await inbox.RequeueAsync(new Requeue { Record = record, By = "dice", At = Some.Morning }, cancel);
        }

        private async Task SettleAsync(
            LaneLease lease, RecordKey record, StoredChange[] covered, CancellationToken cancel)
        {
            var entry = Some.Entry(covered[^1].Change.Version);
            var settlement = new Settlement(record, covered[^1].Sequence, entry, null, "created");
            if (await ledger.SettleAsync(lease, settlement, cancel) != SettleVerdict.Settled)
            {
                Faults.Add($"{record} was claimed and could not be settled");
            }

            foreach (var change in covered)
            {
                Handled.Add((record, change.Sequence, change.Change.Version));
                Interlocked.Decrement(ref _left);
            }
        }
    }
}
