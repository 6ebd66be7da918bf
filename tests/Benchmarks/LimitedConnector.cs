using System.Diagnostics;
using IntegrationHost.Connectors;
using IntegrationHost.Limits;

namespace IntegrationHost.Benchmarks;

/// <summary>Writes to the limited target as a connector does: a permit per request, and what was refused as too much is
/// asked once more.</summary>
internal sealed class LimitedConnector(LimitedTarget target, Budget budget, int records) : IRecordWriter
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _written;
    private long _first = long.MaxValue;

    public Task Done => _done.Task;

    public double FirstRequest => Interlocked.Read(ref _first) / (double)TimeSpan.TicksPerSecond;

    public double LastAnswer { get; private set; }

    public IReadOnlyList<EntityInfo> Entities { get; } =
        [new EntityInfo("salesOrder", "externalId", Abilities.Create | Abilities.Update)];

    public Task<Health> CheckAsync(CancellationToken cancel) => Task.FromResult(new Health(true, ""));

    public async Task<Outcome> ApplyAsync(Write write, CancellationToken cancel)
    {
        while (true)
        {
            using var permit = await budget.AcquireAsync(1, write.Priority, cancel);
            Interlocked.CompareExchange(ref _first, _clock.Elapsed.Ticks, long.MaxValue);
            if (await target.PutAsync())
            {
                permit.Report(1);
                break;
            }

            permit.Report(0, retryAfter: TimeSpan.Zero);
        }

        if (Interlocked.Increment(ref _written) == records)
        {
            LastAnswer = _clock.Elapsed.TotalSeconds;
            _done.SetResult();
        }

        return new Outcome.Created(write.Record.Text("externalId"), "1");
    }

    public Task<Recovery> RecoverAsync(Write write, CancellationToken cancel) =>
        Task.FromResult<Recovery>(new Recovery.NotWritten());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
