using IntegrationHost.Connectors;
using IntegrationHost.Engine.Connections;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Records;

namespace IntegrationHost.Engine.Mapping;

/// <summary>Reads the records behind the hints, and the related ones a flow declares, in as few calls as the source
/// allows.</summary>
internal sealed class SourceReader(FlowDefinition flow, IConnector source, Circuit circuit)
{
    private const int IdsMost = 250;

    /// <summary>The current records by id; what no longer exists is missing.</summary>
    public async Task<IReadOnlyDictionary<string, Found>> SourcesAsync(
        IReadOnlyList<ClaimedRecord> claimed, CancellationToken cancel)
    {
        var given = claimed.Where(record => record.Newest.Change.Record is not null).ToDictionary(
            record => record.Record.Id,
            record => new Found(record.Record.Id, record.Newest.Change.Version, record.Newest.Change.Record!));
        var missing = claimed.Select(record => record.Record.Id).Where(id => !given.ContainsKey(id)).ToArray();
        foreach (var found in await ReadAsync(flow.From.Entity, missing, cancel))
        {
            given[found.Id] = found;
        }

        return given;
    }

    /// <summary>The related records of each source, by source id and the name under <c>reads</c>.</summary>
    public async Task<IReadOnlyDictionary<(string Id, string Name), Record>> RelatedAsync(
        IEnumerable<Found> sources, CancellationToken cancel)
    {
        var related = new Dictionary<(string, string), Record>();
        var wanted = sources.ToArray();
        foreach (var (name, read) in flow.Reads)
        {
            var idOf = wanted
                .Select(found => (found.Id, Other: found.Record.TextOrNull(read.IdPath)))
                .Where(pair => pair.Other is not null)
                .ToArray();
            var others = (await ReadAsync(read.Entity, [.. idOf.Select(pair => pair.Other!).Distinct()], cancel))
                .ToDictionary(found => found.Id);
            foreach (var (id, other) in idOf)
            {
                if (others.TryGetValue(other!, out var found))
                {
                    related[(id, name)] = found.Record;
                }
            }
        }

        return related;
    }

    private async Task<IReadOnlyList<Found>> ReadAsync(string entity, string[] ids, CancellationToken cancel)
    {
        if (ids.Length == 0)
        {
            return [];
        }

        if (source is not IRecordReader reader)
        {
            throw new InvalidOperationException(
                $"{flow.From.Connection} reports changes of {entity} without the record and cannot read records");
        }

        using var _ = WorkPriority.Use(flow.Priority);
        var all = new List<Found>(ids.Length);
        foreach (var part in ids.Chunk(IdsMost))
        {
            all.AddRange(await circuit.RunAsync(token => reader.ReadAsync(entity, part, token), cancel));
        }

        return all;
    }
}
