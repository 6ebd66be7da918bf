using IntegrationHost.Engine.Connections;
using IntegrationHost.Engine.Tests.Support;
using IntegrationHost.Limits;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace IntegrationHost.Engine.Tests;

public sealed class The_budget_of_an_account
{
    private static readonly TimeSpan GrantedWithin = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));
    private readonly AccountBudget _budget;

    public The_budget_of_an_account() => _budget = new AccountBudget(_time, reserve: 0);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task As_many_requests_run_at_once_as_the_account_takes_and_each_gives_its_place_to_the_next()
    {
        _budget.Describe(2, 0);
        var first = await GrantedAsync(Ask());
        await GrantedAsync(Ask());
        var third = Ask();
        _budget.Waiting.ShouldBe(1);

        first.Dispose();
        first.Dispose(); // Giving back twice frees one place, not two.
        await GrantedAsync(third);
        _ = Ask();
        _budget.Waiting.ShouldBe(1);
    }

    [Fact]
    public async Task Orders_go_before_stock_and_stock_before_history_then_whoever_came_first()
    {
        _budget.Describe(1, 0);
        var holder = await GrantedAsync(Ask());
        var order = new List<string>();
        Task[] waiting =
        [
            NoteAsync("history", Priority.Backfill), NoteAsync("stock", Priority.Inventory),
            NoteAsync("order 1", Priority.Orders), NoteAsync("order 2", Priority.Orders),
        ];
        holder.Dispose();
        await Task.WhenAll(waiting).WaitAsync(GrantedWithin, Cancel);
        order.ShouldBe(["order 1", "order 2", "stock", "history"]);

        async Task NoteAsync(string who, Priority priority)
        {
            using var permit = await _budget.AcquireAsync(1, priority, Cancel);
            order.Add(who);
        }
    }

    [Fact]
    public async Task Points_come_back_with_time_as_the_account_describes_them()
    {
        _budget.Describe(100, 10);
        await GrantedAsync(Ask(80));
        var next = Ask(40);
        _time.Advance(TimeSpan.FromSeconds(1.9));
        _budget.Waiting.ShouldBe(1, "39 of 40 points are there");
        _time.Advance(TimeSpan.FromSeconds(0.2));
        await GrantedAsync(next);
    }

    [Fact]
    public async Task The_reserve_is_left_to_others()
    {
        var half = new AccountBudget(_time, reserve: 0.5);
        half.Describe(100, 10);
        await GrantedAsync(half.AcquireAsync(50, Priority.Orders, Cancel).AsTask());
        var next = half.AcquireAsync(10, Priority.Orders, Cancel).AsTask();
        half.Waiting.ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(1.1));
        await GrantedAsync(next);

        var places = new AccountBudget(_time, reserve: 0.5);
        places.Describe(4, 0);
        await GrantedAsync(places.AcquireAsync(1, Priority.Orders, Cancel).AsTask());
        await GrantedAsync(places.AcquireAsync(1, Priority.Orders, Cancel).AsTask());
        _ = places.AcquireAsync(1, Priority.Orders, Cancel).AsTask();
        places.Waiting.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_request_did_not_cost_is_there_at_once()
    {
        _budget.Describe(100, 10);
        using (var dear = await GrantedAsync(Ask(100)))
        {
            dear.Report(actual: 20);
        }

        await GrantedAsync(Ask(80));
        _ = Ask(1);
        _budget.Waiting.ShouldBe(1);
    }

    [Fact]
    public async Task What_the_account_says_is_left_counts_when_it_is_less_than_we_thought()
    {
        _budget.Describe(100, 10);
        using (var shared = await GrantedAsync(Ask(10)))
        {
            shared.Report(actual: 10, remaining: 5); // Somebody else uses the account too.
        }

        var next = Ask(25);
        _time.Advance(TimeSpan.FromSeconds(1.9));
        _budget.Waiting.ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        await GrantedAsync(next);
    }

    [Fact]
    public async Task A_request_larger_than_the_bucket_waits_for_a_full_one_and_not_for_ever()
    {
        _budget.Describe(100, 10);
        await GrantedAsync(Ask(10));
        var large = Ask(500);
        _time.Advance(TimeSpan.FromSeconds(0.9));
        _budget.Waiting.ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        await GrantedAsync(large);
    }

    [Fact]
    public async Task A_refusal_pauses_everybody_for_as_long_as_the_account_says()
    {
        using (var refused = await GrantedAsync(Ask()))
        {
            refused.Report(0, retryAfter: TimeSpan.FromSeconds(7));
        }

        var next = Ask();
        _time.Advance(TimeSpan.FromSeconds(6.9));
        _budget.Waiting.ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        await GrantedAsync(next);
        _budget.Throttled.ShouldBe(1);
    }

    [Fact]
    public async Task A_refusal_shows_the_limit_and_lowers_the_number_at_once()
    {
        var before = await GrantAllAsync();
        before[0].Report(0, retryAfter: TimeSpan.Zero);
        before.ForEach(permit => permit.Dispose());

        (await GrantAllAsync()).Count.ShouldBe(before.Count - 1);
        _budget.Load().IsMet.ShouldBeTrue();
    }

    [Fact]
    public async Task After_a_refusal_the_next_is_sent_when_one_that_was_taken_is_answered()
    {
        var all = await GrantAllAsync();
        foreach (var refused in new[] { all[0], all[^1] })
        {
            refused.Report(0, retryAfter: TimeSpan.Zero);
            refused.Dispose();
        }

        var next = Ask();
        _budget.Waiting.ShouldBe(1, "what was refused had no place to leave");
        all[1].Report(1);
        all[1].Dispose();
        await GrantedAsync(next);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(15)]
    [InlineData(40)]
    public async Task A_limit_nobody_told_is_found_and_hardly_ever_overrun(int limit)
    {
        var account = new PlayedAccount(limit);
        await account.AskAsync(_budget, 4000, Cancel);

        account.Most.ShouldBeLessThanOrEqualTo(limit);
        _budget.Load().Places.ShouldBeInRange(limit - 1, limit);
        ((double)_budget.Throttled / 4000).ShouldBeLessThan(0.01);
    }

    [Fact]
    public async Task An_account_that_takes_more_again_is_used_more_again()
    {
        var account = new PlayedAccount(20);
        await account.AskAsync(_budget, 2000, Cancel);
        account.Limit = 6; // Somebody else uses it, too.
        await account.AskAsync(_budget, 2000, Cancel);
        _budget.Load().Places.ShouldBeInRange(5, 6);

        account.Limit = 20;
        await account.AskAsync(_budget, 40_000, Cancel);
        _budget.Load().Places.ShouldBeInRange(19, 20);
    }

    [Fact]
    public async Task Of_a_limit_that_was_met_the_reserve_is_left_to_others()
    {
        var careful = new AccountBudget(_time, reserve: 0.2);
        await new PlayedAccount(15).AskAsync(careful, 1000, Cancel);
        careful.Load().Places.ShouldBe(12);
    }

    [Fact]
    public async Task It_tells_who_waits_and_what_for()
    {
        _budget.Describe(1, 0);
        var holder = await GrantedAsync(Ask());
        _ = _budget.AcquireAsync(1, Priority.Orders, Cancel).AsTask();
        _ = _budget.AcquireAsync(1, Priority.Backfill, Cancel).AsTask();
        _ = _budget.AcquireAsync(1, Priority.Backfill, Cancel).AsTask();

        var load = _budget.Load();
        load.InUse.ShouldBe(1);
        load.Waiting[Priority.Orders].ShouldBe(1);
        load.Waiting[Priority.Backfill].ShouldBe(2);
        WhySlow.Of(new ConnectionStatus("erp", ConnectionState.Open, null, 3, 0) { Account = load })
            .ShouldBe("1 orders, 2 backfill wait for its limit of 1 at once (not met yet)");
        holder.Dispose();
    }

    [Fact]
    public async Task Work_that_is_capped_waits_behind_whatever_it_calls_itself()
    {
        _budget.Describe(1, 0);
        var holder = await GrantedAsync(Ask());
        using (WorkPriority.Cap(Priority.Backfill))
        {
            _ = _budget.AcquireAsync(1, Priority.Orders, Cancel).AsTask();
        }

        _budget.Load().Waiting[Priority.Backfill].ShouldBe(1);
        holder.Dispose();
    }

    [Fact]
    public async Task Whoever_gives_up_waits_no_more_and_takes_no_place()
    {
        _budget.Describe(1, 0);
        var holder = await GrantedAsync(Ask());
        _ = Ask();
        using var impatient = new CancellationTokenSource();
        var givenUp = _budget.AcquireAsync(1, Priority.Backfill, impatient.Token).AsTask();
        _budget.Waiting.ShouldBe(2);
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => givenUp);

        _budget.Waiting.ShouldBe(1);
        holder.Dispose();
        _budget.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task However_many_ask_no_more_than_the_limit_are_on_their_way()
    {
        _budget.Describe(5, 0);
        var (onTheirWay, most) = (0, 0);
        var gate = new Lock();
        await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Task.Run(async () =>
        {
            using var permit = await _budget.AcquireAsync(1, Priority.Normal, Cancel);
            lock (gate)
            {
                most = Math.Max(most, ++onTheirWay);
            }

            await Task.Yield();
            lock (gate)
            {
                onTheirWay--;
            }

            permit.Report(1);
        }, Cancel))).WaitAsync(GrantedWithin, Cancel);
        most.ShouldBeInRange(1, 5);
        _budget.Waiting.ShouldBe(0);
    }

    private Task<Permit> Ask(double cost = 1) => _budget.AcquireAsync(cost, Priority.Normal, Cancel).AsTask();

    private static Task<Permit> GrantedAsync(Task<Permit> asked) => asked.WaitAsync(GrantedWithin, Cancel);

    /// <summary>All permits the budget gives at once; the one that has to wait gives up.</summary>
    private async Task<List<Permit>> GrantAllAsync()
    {
        var granted = new List<Permit>();
        while (true)
        {
            using var enough = new CancellationTokenSource();
            var asked = _budget.AcquireAsync(1, Priority.Normal, enough.Token).AsTask();
            if (_budget.Waiting > 0)
            {
                await enough.CancelAsync();
                await Should.ThrowAsync<OperationCanceledException>(() => asked);
                return granted;
            }

            granted.Add(await GrantedAsync(asked));
        }
    }
}
