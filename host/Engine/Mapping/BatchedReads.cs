using IntegrationHost.Connectors;
using IntegrationHost.Engine.Connections;

namespace IntegrationHost.Engine.Mapping;

/// <summary>Reads and look-ups of any number, in calls of the size a connector takes.</summary>
internal static class BatchedReads
{
    private const int Most = 250; // Ids or values per call, as the contract says.

    public static async Task<IReadOnlyList<Found>> ReadAsync(
        IRecordReader reader, Circuit circuit, string entity, IReadOnlyCollection<string> ids, CancellationToken cancel)
    {
        var all = new List<Found>(ids.Count);
        foreach (var part in ids.Distinct().Chunk(Most))
        {
            all.AddRange(await circuit.RunAsync(token => reader.ReadAsync(entity, part, token), cancel));
        }

        return all;
    }

    public static async Task<IReadOnlyList<Match>> FindAsync(IRecordReader reader, Circuit circuit, string entity,
        string field, IReadOnlyCollection<string> values, CancellationToken cancel)
    {
        var all = new List<Match>(values.Count);
        foreach (var part in values.Distinct().Chunk(Most))
        {
            all.AddRange(await circuit.RunAsync(token => reader.FindAsync(entity, field, part, token), cancel));
        }

        return all;
    }
}
