using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Embedded;
using IntegrationHost.Storage.Embedded.Frames;
using IntegrationHost.Storage.Embedded.Rows;
using IntegrationHost.Storage.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Embedded;

/// <summary>They are kept as images, without objects of their own: nobody may be able to tell.</summary>
public sealed class Records_that_wait_for_the_first_time : IDisposable
{
    private const int Many = 6000; // More than a line keeps before it is drawn together.
    private const int PageSize = 100;
    private static readonly HashSet<string> Flows = ["orders", "refunds"];

    private readonly StateFolder _folder = new();
    private readonly FakeTimeProvider _time = new(Some.Morning);
    private readonly Random _dice;

    public Records_that_wait_for_the_first_time()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        _dice = new Random(seed);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Are_claimed_oldest_first_though_callers_overtook_each_other_and_the_clock_was_set_back(
        bool reopened)
    {
        var changes = Enumerable.Range(0, Many).Select(number => Some.Change(
            $"{number}", flow: _dice.Next(4) == 0 ? "refunds" : "orders", seen: SeenAt(number))).ToArray();
        var store = await _folder.OpenAsync(_time, Cancel);
        foreach (var page in changes.Chunk(PageSize))
        {
            await store.Inbox.AppendAsync(new Append(page), Cancel);
        }

        await TouchSomeAsync(store, changes);
        if (reopened)
        {
            await store.DisposeAsync();
            store = await _folder.OpenAsync(_time, Cancel);
        }

        await using (store)
        {
            var claimed = await ClaimAllAsync(store);
            claimed.Select(record => record.Record).ShouldBe(
                changes.OrderBy(change => change.SeenAt).Select(change => change.Record));
        }
    }

    [Fact]
    public async Task Are_found_counted_and_dated_like_all_others()
    {
        await using var store = await _folder.OpenAsync(_time, Cancel);
        await store.Inbox.AppendAsync(new Append(
        [
            Some.Change("7", seen: Some.Morning.AddMinutes(2)).Named("#1042"),
            Some.Change("8", seen: Some.Morning.AddMinutes(1)).Named("#1043"),
            Some.Change("#1042", seen: Some.Morning.AddMinutes(3)),
        ]), Cancel);

        (await store.History.FindAsync("#1042", Cancel)).Select(found => found.Record.Id)
            .ShouldBe(["7", "#1042"], ignoreOrder: true);
        (await store.History.FindAsync("8", Cancel)).ShouldHaveSingleItem().Name.ShouldBe("#1043");
        (await store.History.FindAsync("104", Cancel)).ShouldBeEmpty();
        (await store.History.OldestAsync(Cancel))["orders"].ShouldBe(Some.Morning.AddMinutes(1));
        (await store.History.CountsAsync(Cancel)).ShouldHaveSingleItem().Pending.ShouldBe(3);
        (await store.Upkeep.HealthAsync(Cancel)).Pending.ShouldBe(3);
    }

    [Fact]
    public async Task Say_when_the_next_of_them_is_due()
    {
        await using var store = await _folder.OpenAsync(_time, Cancel);
        await store.Inbox.AppendAsync(new Append(
            [Some.Change("7"), Some.Change("8", seen: Some.Morning.AddMinutes(5))]), Cancel);
        var lease = (await store.Inbox.TakeAsync(0, Cancel))!;

        var claim = await store.Inbox.ClaimAsync(lease, new ClaimRequest(Some.Morning, 10, Flows), Cancel);

        claim.Records.ShouldHaveSingleItem().Record.Id.ShouldBe("7");
        claim.NextDue.ShouldBe(Some.Morning.AddMinutes(5));
    }

    [Fact]
    public void Are_told_from_others_by_their_image_as_by_all_that_is_known_of_them()
    {
        const int Rows = 5000;
        var fresh = 0;
        for (var number = 0; number < Rows; number++)
        {
            var row = AnyRow();
            var image = RecordImage.Of(row, new ImageWriter());
            var read = FreshImage.Of(row.Key, image);
            (read is not null).ShouldBe(RecordImage.RowOf(row.Key, image).IsFresh);
            if (read is { } known)
            {
                fresh++;
                (known.Lane, known.Flow).ShouldBe((row.Lane, row.Record.Flow));
                (known.Row.DueTicks, known.Row.Sequence, known.Row.Began)
                    .ShouldBe((row.DueTicks, row.Changes[0].Sequence, row.Began));
            }
        }

        fresh.ShouldBeInRange(Rows / 100, Rows * 9 / 10);
    }

    public void Dispose() => _folder.Dispose();

    // Each at an instant of its own, a little out of order, and from the middle on an hour earlier.
    private DateTimeOffset SeenAt(int number) => Some.Morning
        .AddTicks(((number + _dice.Next(20)) * 10_000L) + number % 10_000)
        .AddHours(number > Many / 2 ? -1 : 0);

    private async Task TouchSomeAsync(EmbeddedStore store, NewChange[] changes)
    {
        var touched = _dice.GetItems(changes, Many / 3).Select(change => change with
        {
            Change = change.Change with { Version = "2" },
        });
        foreach (var page in touched.Chunk(PageSize))
        {
            await store.Inbox.AppendAsync(new Append(page), Cancel);
        }
    }

    private static async Task<List<ClaimedRecord>> ClaimAllAsync(EmbeddedStore store)
    {
        var lease = (await store.Inbox.TakeAsync(0, Cancel))!;
        var all = new List<ClaimedRecord>();
        while (true)
        {
            var claim = await store.Inbox.ClaimAsync(
                lease, new ClaimRequest(Some.Morning.AddDays(1), 64, Flows), Cancel);
            if (claim.Records.Count == 0)
            {
                return all;
            }

            all.AddRange(claim.Records);
        }
    }

    private RecordRow AnyRow()
    {
        bool Rarely() => _dice.Next(12) == 0;
        var key = new RecordKey($"flow {_dice.Next(3)}", "order", $"{_dice.Next()}");
        var row = new RecordRow(key, RowKey.Of(key), _dice.Next(8))
        {
            DueTicks = Some.Morning.UtcTicks + (Rarely() ? 1 : 0),
            State = Rarely() ? (RowState)_dice.Next(4) : RowState.Pending,
            Attempts = Rarely() ? 1 : 0,
            Reason = Rarely() ? "busy" : "",
            KnownState = Rarely() ? EntryState.Written : null,
            KnownName = Rarely() ? "#7" : null,
            Began = _dice.Next(),
            Told = _dice.Next(3) - 1,
            Problems = Rarely() ? [Some.Problem("tax")] : [],
            WaitsFor = Rarely() ? [new Dependency(DependencyKind.Link, "customer", "7")] : [],
            AtStake = Rarely() ? new Money(3.10m, "USD") : null,
            Input = Rarely() ? new PayloadRef(5, 1) : null,
        };
        for (var left = Rarely() ? 2 : 1; left > 0; left--)
        {
            var change = new Change("order", key.Id, "v")
            {
                Name = Rarely() ? "#7" : null,
                GroupKey = Rarely() ? "6" : null,
                ChangedAt = Rarely() ? Some.Morning : null,
                Kind = Rarely() ? ChangeKind.Delete : ChangeKind.Upsert,
            };
            row.Changes.Add(new PendingChange(
                new StoredChange(_dice.Next(), change, "poll", Some.Morning), Rarely() ? new PayloadRef(9, 0) : null));
        }

        return row;
    }
}
