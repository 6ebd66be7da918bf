using Polly;
using Polly.CircuitBreaker;

namespace IntegrationHost.Engine.Connections;

/// <summary>One per connection. When most calls end in faults the connection is paused: its work waits, and one call
/// at a time probes it until it answers.</summary>
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

    public Circuit(TimeProvider time)
    {
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = FaultRatio,
                MinimumThroughput = CallsLeast,
                SamplingDuration = Window,
                BreakDurationGenerator = broken => ValueTask.FromResult(PauseAfter(broken.HalfOpenAttempts)),
                ShouldHandle = call => ValueTask.FromResult(
                    IsFault(call.Outcome.Exception, call.Context.CancellationToken)),
                StateProvider = _state,
                OnOpened = opened =>
                {
                    Fault = opened.Outcome.Exception?.Message;
                    return default;
                },
                OnClosed = _ =>
                {
                    Fault = null;
                    return default;
                },
            })
            .Build();
    }

    public string? Fault { get; private set; }

    public bool IsOpenToTraffic => _state.CircuitState is CircuitState.Closed or CircuitState.HalfOpen;

    /// <exception cref="BrokenCircuitException">The connection is paused; nothing was called.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancel) =>
        await _pipeline.ExecuteAsync(async token => await call(token), cancel);

    private static TimeSpan PauseAfter(int probes) => probes >= DoublingsMost
        ? PauseMost
        : TimeSpan.FromTicks(Math.Min(PauseMost.Ticks, PauseFirst.Ticks << probes));

    // A call that we gave up says nothing about the connection, nor does a question that cannot be asked; a
    // connector's own time-out does.
    private static bool IsFault(Exception? exception, CancellationToken cancel) =>
        exception is not (null or ArgumentException or InvalidOperationException or NotSupportedException)
        && !(exception is OperationCanceledException && cancel.IsCancellationRequested);
}
