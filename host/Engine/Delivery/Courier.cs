using IntegrationHost.Connectors;
using IntegrationHost.Engine.Connections;
using Polly.CircuitBreaker;

namespace IntegrationHost.Engine.Delivery;

/// <summary>One write attempt at one connection. An exception of the connector means that nobody knows whether the
/// write landed, so the connector is asked before an answer is given.</summary>
internal sealed class Courier(IRecordWriter writer, Circuit circuit, EngineOptions options, TimeProvider time)
{
    private readonly Dictionary<string, Collector<Write, Outcome>> _collectors = [];

    /// <summary>The natures and abilities of an entity, or null when the connector does not know it.</summary>
    public EntityInfo? EntityOf(string name) => writer.Entities.FirstOrDefault(entity => entity.Name == name);

    public async Task<Delivered> AttemptAsync(Write write, CancellationToken cancel)
    {
        try
        {
            return new Delivered.Answered(await SendAsync(write, cancel));
        }
        catch (BrokenCircuitException paused)
        {
            return new Delivered.Answered(
                new Outcome.RetryLater($"the connection is paused: {circuit.Fault}", paused.RetryAfter));
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            return await RecoverAsync(write, fault.Message, cancel);
        }
    }

    /// <summary>Asks whether a write of an earlier attempt or an earlier life of this process has landed.</summary>
    public async Task<Delivered> RecoverAsync(Write write, string why, CancellationToken cancel)
    {
        try
        {
            using var _ = WorkPriority.Use(write.Priority);
            return await circuit.RunAsync(token => writer.RecoverAsync(write, token), cancel) switch
            {
                Recovery.Landed landed => new Delivered.Answered(landed.Outcome),
                Recovery.NotWritten => new Delivered.NotWritten(why),
                Recovery.Partly partly => new Delivered.Partly($"{why}; {partly.Reason}") { MadeAs = partly.Id },
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            return new Delivered.Unknown($"{why}; whether it was written could not be told: {fault.Message}");
        }
    }

    private Task<Outcome> SendAsync(Write write, CancellationToken cancel)
    {
        using var _ = WorkPriority.Use(write.Priority);
        return writer is IBatchRecordWriter batch && batch.BatchSizeOf(write.Entity) is > 1 and var most
            ? CollectorOf(batch, write.Entity, most).AskAsync(write, cancel)
            : circuit.RunAsync(token => writer.ApplyAsync(write, token), cancel);
    }

    private Collector<Write, Outcome> CollectorOf(IBatchRecordWriter batch, string entity, int most)
    {
        lock (_collectors)
        {
            if (!_collectors.TryGetValue(entity, out var collector))
            {
                collector = new Collector<Write, Outcome>(most, options.LingerFor, time, (writes, token) =>
                    circuit.RunAsync(inner => batch.ApplyManyAsync(writes, inner), token));
                _collectors.Add(entity, collector);
            }

            return collector;
        }
    }
}

/// <summary>What came of an attempt. A closed set.</summary>
internal abstract record Delivered
{
    private Delivered()
    {
    }

    /// <summary>The connector knows.</summary>
    public sealed record Answered(Outcome Outcome) : Delivered;

    /// <summary>Nothing was written: it may be tried again.</summary>
    public sealed record NotWritten(string Why) : Delivered;

    /// <summary>Some steps stand: the rest of this very write comes before anything else.</summary>
    public sealed record Partly(string Why) : Delivered
    {
        /// <summary>The id of a new record that stands and looks otherwise, or null.</summary>
        public string? MadeAs { get; init; }
    }

    /// <summary>Nobody can tell: ask again before anything else.</summary>
    public sealed record Unknown(string Why) : Delivered;
}
