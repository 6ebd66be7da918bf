using IntegrationHost.Engine.Connections;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Limits;
using Microsoft.Extensions.Logging;

namespace IntegrationHost.Engine.Mapping;

/// <summary>Looks from time to time for the target records that held records wait for, and releases those whose
/// record has arrived.</summary>
internal sealed class TargetWatch(EngineParts parts, IReadOnlyDictionary<string, TargetFinder> finders)
{
    private const int ValuesMost = 1000;
    private readonly Dictionary<string, int> _turns = [];
    private readonly ILogger _log = parts.Log.CreateLogger<TargetWatch>();

    public async Task RunAsync(CancellationToken cancel)
    {
        using var timer = new LaneSignal();
        while (!cancel.IsCancellationRequested)
        {
            await timer.WaitAsync(parts.Time.GetUtcNow() + parts.Options.LookAgainEvery, parts.Time, cancel);
            var awaited = await parts.History.AwaitedAsync(DependencyKind.Find, cancel);
            foreach (var group in awaited.Select(each => each.On).Distinct().GroupBy(on => on.Scope))
            {
                await LookAsync(group.Key, Turn(group.Key, [.. group]), cancel);
            }
        }
    }

    // A part of them per turn, the next part in the next: what never comes holds up nothing that does.
    private Dependency[] Turn(string scope, Dependency[] missing)
    {
        if (missing.Length <= ValuesMost)
        {
            return missing;
        }

        var first = _turns.GetValueOrDefault(scope) % missing.Length;
        _turns[scope] = first + ValuesMost;
        return [.. missing.Concat(missing).Skip(first).Take(ValuesMost)];
    }

    private async Task LookAsync(string scope, Dependency[] missing, CancellationToken cancel)
    {
        var (connection, entity, field) = scope.Split('|') switch
        {
            [var first, var second, var third] => (first, second, third),
            _ => throw new InvalidOperationException($"'{scope}' does not name a connection, an entity and a field"),
        };
        if (!finders.TryGetValue(connection, out var finder))
        {
            return; // The connection was taken out of the site; its records wait until it is back.
        }

        try
        {
            using var _ = WorkPriority.Use(Priority.Normal);
            var values = missing.Select(dependency => dependency.Value).ToArray();
            var found = await finder.FindAsync(entity, field, values, cancel);
            var arrived = missing.Where(dependency => found.ContainsKey(dependency.Value)).ToArray();
            if (arrived.Length > 0)
            {
                var now = parts.Time.GetUtcNow();
                await parts.Inbox.RequeueAsync(
                    new Requeue { WaitsFor = arrived, By = "the record's arrival", At = now }, cancel);
            }
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            _log.LogInformation(
                "{Connection} could not be asked for missing {Entity} records, it is asked again in {Every}: {Fault}",
                connection, entity, parts.Options.LookAgainEvery, fault.Message);
        }
    }
}
