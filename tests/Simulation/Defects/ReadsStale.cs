using IntegrationHost.Connectors;

namespace IntegrationHost.Simulation.Defects;

/// <summary>Maps a record as it was when it was read for the first time.</summary>
internal sealed class ReadsStale : Defect
{
    private readonly Dictionary<(string Entity, string Id), Found> _first = [];

    public override async Task<IReadOnlyList<Found>> ReadAsync(string entity, Func<Task<IReadOnlyList<Found>>> go)
    {
        var found = await go();
        foreach (var record in found)
        {
            _first.TryAdd((entity, record.Id), record);
        }

        return [.. found.Select(record => _first[(entity, record.Id)] with { Version = record.Version })];
    }
}
