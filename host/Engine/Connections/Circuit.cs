using Polly;
using Polly.CircuitBreaker;
using Outcome = IntegrationHost.Connectors.Outcome;

namespace IntegrationHost.Engine.Connections;

/// <summary>One per connection. When most calls end in faults, or are put off, the connection is paused: its work
/// waits, and one call at a time probes it until it answers. Pauses grow, also over connections that answer a probe and
/// fail again soon.</summary>
internal sealed class Circuit
{
    private const double FaultRatio = 0.5;
    private const int CallsLeast = 10;
    private const int DoublingsMost = 5;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PauseFirst = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PauseMost = TimeSpan.FromMinutes(2);

    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline _pipeline;
    private readonly TimeProvider _time;
    private DateTimeOffset _closedAt;
    private int _pausesInARow;
    private volatile string? _lastFault;

    public Circuit(TimeProvider time)
    {
        _time = time;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = FaultRatio,
                MinimumThroughput = CallsLeast,
                SamplingDuration = Window,
                BreakDurationGenerator = _ => ValueTask.FromResult(Opened()),
                ShouldHandle = call => ValueTask.FromResult(
                    Note(FaultOf(call.Outcome, call.Context.CancellationToken))),
                StateProvider = _state, // Not told by its events: those come on another thread, and late.
            })
            .Build();
    }

    /// <summary>Why it is paused or being probed; null while all is well.</summary>
    public string? Fault => _state.CircuitState == CircuitState.Closed ? null : _lastFault;

    /// <summary>Since when it is paused; null while it is not.</summary>
    public DateTimeOffset? PausedSince { get; private set; }

    /// <summary>When it is probed again; null while it is not paused.</summary>
    public DateTimeOffset? ProbedAt { get; private set; }

    public bool IsOpenToTraffic => _state.CircuitState is CircuitState.Closed or CircuitState.HalfOpen;

    /// <summary>Calls, and goes on where it was asked: on the engine's own scheduler.</summary>
    /// <exception cref="BrokenCircuitException">The connection is paused; nothing was called.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancel)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, cancel);
        try
        {
            return await _pipeline.ExecuteAsync(
                static async (context, call) => await call(context.CancellationToken), context, call);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
            NoteClosing();
        }
    }

    private TimeSpan Opened()
    {
        var (now, pause) = (_time.GetUtcNow(), NextPause());
        PausedSince ??= now;
        ProbedAt = now + pause;
        return pause;
    }

    private void NoteClosing()
    {
        if (PausedSince is not null && _state.CircuitState == CircuitState.Closed)
        {
            PausedSince = null;
            ProbedAt = null;
            _closedAt = _time.GetUtcNow();
        }
    }

    // A store that is closed answers a probe and refuses everything else: that is still the same outage.
    private TimeSpan NextPause()
    {
        var sameOutage = PausedSince is not null || _time.GetUtcNow() - _closedAt < PauseMost;
        _pausesInARow = sameOutage ? Math.Min(_pausesInARow + 1, DoublingsMost) : 1;
        return TimeSpan.FromTicks(Math.Min(PauseMost.Ticks, PauseFirst.Ticks << (_pausesInARow - 1)));
    }

    private bool Note(string? fault)
    {
        _lastFault = fault ?? _lastFault;
        return fault is not null;
    }

    private static string? FaultOf<T>(Outcome<T> outcome, CancellationToken cancel) =>
        IsFault(outcome.Exception, cancel) ? outcome.Exception!.Message : PutOff(outcome.Result);

    // A call that we gave up says nothing about the connection, nor does a question that cannot be asked; a
    // connector's own time-out does.
    private static bool IsFault(Exception? exception, CancellationToken cancel) =>
        exception is not (null or ArgumentException or InvalidOperationException or NotSupportedException)
        && !(exception is OperationCanceledException && cancel.IsCancellationRequested);

    // Connectors that know that nothing was written say so instead of throwing.
    private static string? PutOff(object? answer) => answer switch
    {
        Outcome.RetryLater later => later.Reason,
        IReadOnlyList<Outcome> { Count: > 0 } all when all.All(each => each is Outcome.RetryLater) =>
            ((Outcome.RetryLater)all[0]).Reason,
        _ => null,
    };
}
