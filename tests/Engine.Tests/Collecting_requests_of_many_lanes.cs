using IntegrationHost.Engine.Connections;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace IntegrationHost.Engine.Tests;

public sealed class Collecting_requests_of_many_lanes
{
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));
    private readonly List<string[]> _calls = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_call_goes_out_at_once_and_everybody_gets_his_own_answer()
    {
        var collector = Collector(3);
        var answers = await AllAsync(Ask(collector, "a", "b", "c", "d", "e", "f"));
        answers.ShouldBe(["A", "B", "C", "D", "E", "F"]);
        _calls.ShouldBe([["a", "b", "c"], ["d", "e", "f"]]);
    }

    [Fact]
    public async Task A_call_that_is_not_full_goes_out_when_its_first_request_has_waited_long_enough()
    {
        var collector = Collector(3);
        var first = Ask(collector, "a");
        _time.Advance(Linger * 0.9);
        var second = Ask(collector, "b");
        _calls.ShouldBeEmpty();

        _time.Advance(Linger * 0.2);
        (await AllAsync([.. first, .. second])).ShouldBe(["A", "B"]);
        _calls.ShouldHaveSingleItem().ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task The_time_of_a_call_that_was_full_does_not_send_the_next_one_early()
    {
        var collector = Collector(2);
        var full = Ask(collector, "a", "b");
        await AllAsync(full);
        _time.Advance(Linger * 0.9);
        var next = Ask(collector, "c");
        _time.Advance(Linger * 0.9);
        _calls.Count.ShouldBe(1);

        _time.Advance(Linger * 0.2);
        (await AllAsync(next)).ShouldBe(["C"]);
    }

    [Fact]
    public async Task A_call_that_fails_fails_for_all_of_it_and_not_for_the_next()
    {
        var collector = Collector(2);
        foreach (var asked in Ask(collector, "a", "broken"))
        {
            (await Should.ThrowAsync<IOException>(() => asked)).Message.ShouldBe("no route to host");
        }

        (await AllAsync(Ask(collector, "c", "d"))).ShouldBe(["C", "D"]);
    }

    [Fact]
    public async Task Too_few_answers_are_a_fault_because_nobody_knows_whose_is_missing()
    {
        var collector = Collector(2);
        foreach (var asked in Ask(collector, "a", "lost"))
        {
            (await Should.ThrowAsync<InvalidOperationException>(() => asked)).Message
                .ShouldContain("2 requests went out together and 1 answers came back");
        }
    }

    [Fact]
    public async Task However_many_ask_at_once_each_request_goes_out_once_and_is_answered()
    {
        var collector = Collector(7);
        var asked = await Task.WhenAll(Enumerable.Range(0, 700).Select(
            number => Task.Run(() => Ask(collector, $"r{number}")[0], Cancel))).WaitAsync(AnsweredWithin, Cancel);
        asked.ShouldBe(Enumerable.Range(0, 700).Select(number => $"R{number}"));
        _calls.Count.ShouldBe(100);
        _calls.SelectMany(call => call).ShouldBeUnique();
    }

    private Collector<string, string> Collector(int most) => new(most, Linger, _time, (requests, _) =>
    {
        lock (_calls)
        {
            _calls.Add([.. requests]);
        }

        return requests.Contains("broken")
            ? throw new IOException("no route to host")
            : Task.FromResult<IReadOnlyList<string>>(
                [.. requests.Where(request => request != "lost").Select(request => request.ToUpperInvariant())]);
    });

    private static Task<string>[] Ask(Collector<string, string> collector, params string[] requests) =>
        [.. requests.Select(request => collector.AskAsync(request, Cancel))];

    private static Task<string[]> AllAsync(params Task<string>[] asked) =>
        Task.WhenAll(asked).WaitAsync(AnsweredWithin, Cancel);
}
