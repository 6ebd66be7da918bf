using IntegrationHost.Connectors;
using IntegrationHost.Engine.Connections;
using Microsoft.Extensions.Time.Testing;
using Polly.CircuitBreaker;
using Shouldly;

namespace IntegrationHost.Engine.Tests;

public sealed class When_a_connection_does_not_answer
{
    private const int FaultsThatPause = 10;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));
    private readonly Circuit _circuit;

    public When_a_connection_does_not_answer() => _circuit = new Circuit(_time);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_paused_and_called_no_more_and_says_why()
    {
        await FailAsync(FaultsThatPause);
        _circuit.IsOpenToTraffic.ShouldBeFalse();
        _circuit.Fault.ShouldBe("no route to host");

        var called = false;
        var paused = await Should.ThrowAsync<BrokenCircuitException>(() => _circuit.RunAsync(
            _ => Task.FromResult(called = true), Cancel));
        called.ShouldBeFalse();
        paused.RetryAfter.ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_few_faults_among_answers_do_not_pause_it()
    {
        for (var turn = 0; turn < FaultsThatPause; turn++)
        {
            await AnswerAsync();
            await AnswerAsync();
            await FailAsync(1);
        }

        _circuit.IsOpenToTraffic.ShouldBeTrue();
        _circuit.Fault.ShouldBeNull();
    }

    [Fact]
    public async Task After_the_pause_one_call_probes_it_and_its_answer_opens_it_for_all()
    {
        await FailAsync(FaultsThatPause);
        _time.Advance(TimeSpan.FromSeconds(6));
        var answer = new TaskCompletionSource<int>();
        var probe = _circuit.RunAsync(_ => answer.Task, Cancel);
        await Should.ThrowAsync<BrokenCircuitException>(AnswerAsync);

        answer.SetResult(1);
        (await probe).ShouldBe(1);
        await AnswerAsync();
        _circuit.IsOpenToTraffic.ShouldBeTrue();
        _circuit.Fault.ShouldBeNull();
    }

    [Fact]
    public async Task A_probe_that_fails_pauses_it_again()
    {
        await FailAsync(FaultsThatPause);
        _time.Advance(TimeSpan.FromSeconds(6));
        await FailAsync(1);
        _circuit.IsOpenToTraffic.ShouldBeFalse();
        await Should.ThrowAsync<BrokenCircuitException>(AnswerAsync);
    }

    [Fact]
    public async Task A_call_that_we_gave_up_is_no_fault_of_the_connection()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        for (var turn = 0; turn < 2 * FaultsThatPause; turn++)
        {
            await Should.ThrowAsync<OperationCanceledException>(() => _circuit.RunAsync(
                token => Task.FromCanceled<int>(token), stop.Token));
        }

        _circuit.IsOpenToTraffic.ShouldBeTrue();
    }

    [Fact]
    public async Task A_time_out_of_the_connectors_own_is_a_fault_of_the_connection()
    {
        for (var turn = 0; turn < FaultsThatPause; turn++)
        {
            await Should.ThrowAsync<TaskCanceledException>(() => _circuit.RunAsync<int>(
                _ => throw new TaskCanceledException("no answer within 10 s"), Cancel));
        }

        _circuit.IsOpenToTraffic.ShouldBeFalse();
        _circuit.Fault.ShouldBe("no answer within 10 s");
    }

    [Fact]
    public async Task A_connection_that_puts_everything_off_is_paused_too()
    {
        for (var turn = 0; turn < FaultsThatPause; turn++)
        {
            await _circuit.RunAsync(
                _ => Task.FromResult<Outcome>(new Outcome.RetryLater("the shop is frozen for an unpaid bill")), Cancel);
        }

        _circuit.PausedSince.ShouldBe(_time.GetUtcNow());
        _circuit.Fault.ShouldBe("the shop is frozen for an unpaid bill");
    }

    [Fact]
    public async Task One_that_answers_a_probe_and_fails_again_is_paused_ever_longer()
    {
        var pauses = new List<TimeSpan>();
        for (var turn = 0; turn < 7; turn++)
        {
            await FailAsync(FaultsThatPause);
            pauses.Add(_circuit.ProbedAt!.Value - _time.GetUtcNow());
            _time.Advance(pauses[^1]);
            await AnswerAsync();
        }

        pauses.ShouldBe(pauses.Order());
        pauses[0].ShouldBe(TimeSpan.FromSeconds(5));
        pauses[^1].ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(80));
    }

    private Task AnswerAsync() => _circuit.RunAsync(_ => Task.FromResult(1), Cancel);

    private async Task FailAsync(int times)
    {
        for (var turn = 0; turn < times; turn++)
        {
            await Should.ThrowAsync<IOException>(() => _circuit.RunAsync<int>(
                _ => throw new IOException("no route to host"), Cancel));
        }
    }
}
