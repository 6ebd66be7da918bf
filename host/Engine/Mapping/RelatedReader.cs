using IntegrationHost.Connectors;
using IntegrationHost.Engine.Connections;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Records;

namespace IntegrationHost.Engine.Mapping;

/// <summary>Fetches what a flow declares under <c>reads</c>, for many source records at once: a record that the source
/// names, the linked record in the target, or the records that belong to either.</summary>
internal sealed class RelatedReader(
    FlowDefinition flow, ILedger ledger, (IConnector Connector, Circuit Circuit) source,
    (IConnector Connector, Circuit Circuit) target)
{
    /// <summary>By source id and the name under <c>reads</c>. What is not there is missing.</summary>
    public async Task<IReadOnlyDictionary<(string Id, string Name), Record>> RelatedAsync(
        IEnumerable<Found> sources, CancellationToken cancel)
    {
        var related = new Dictionary<(string, string), Record>();
        if (flow.Reads.Count == 0)
        {
            return related;
        }

        var fresh = new List<Found>();
        foreach (var found in sources)
        {
            if (StoredInput.ReadsOf(found.Record) is { } stored)
            {
                Recall(found.Id, stored, related);
            }
            else
            {
                fresh.Add(found);
            }
        }

        using var _ = WorkPriority.Use(flow.Priority);
        foreach (var (name, read) in flow.Reads)
        {
            var keys = await KeysAsync(fresh, read, cancel);
            var records = await RecordsAsync(read, keys.Values, cancel);
            foreach (var (id, key) in keys.Where(pair => records.ContainsKey(pair.Value)))
            {
                related[(id, name)] = records[key];
            }
        }

        return related;
    }

    private void Recall(string id, Record stored, Dictionary<(string, string), Record> related)
    {
        foreach (var name in flow.Reads.Keys)
        {
            if (stored.InnerOrNull(name) is { } read)
            {
                related[(id, name)] = read;
            }
        }
    }

    /// <summary>By source id: what the source says at the path, or where the crosswalk leads from there.</summary>
    private async Task<Dictionary<string, string>> KeysAsync(
        List<Found> sources, RelatedRead read, CancellationToken cancel)
    {
        var said = sources.Select(found => (found.Id, Key: found.Record.TextOrNull(read.IdPath)))
            .Where(pair => !string.IsNullOrEmpty(pair.Key))
            .ToDictionary(pair => pair.Id, pair => pair.Key!);
        if (read.Link is not { } link || said.Count == 0)
        {
            return said;
        }

        var sides = said.Values.Distinct()
            .Select(key => new LinkSide(link, flow.From.Connection, key, flow.To.Connection)).ToArray();
        var linked = (await ledger.LinksAsync(sides, cancel))
            .Select(pair => pair.A.Connection == flow.From.Connection ? (pair.A, pair.B) : (pair.B, pair.A))
            .ToDictionary(pair => pair.Item1.Id, pair => pair.Item2.Id);
        return said.Where(pair => linked.ContainsKey(pair.Value))
            .ToDictionary(pair => pair.Key, pair => linked[pair.Value]);
    }

    private async Task<IReadOnlyDictionary<string, Record>> RecordsAsync(
        RelatedRead read, IReadOnlyCollection<string> keys, CancellationToken cancel)
    {
        if (keys.Count == 0)
        {
            return new Dictionary<string, Record>();
        }

        var (connector, circuit) = read.Link is null ? source : target;
        if (connector is not IRecordReader reader)
        {
            throw new InvalidOperationException(
                $"the reads of the flow {flow.Name} want a {read.Entity}, and its connection cannot read records");
        }

        if (read.By is not { } field)
        {
            return (await BatchedReads.ReadAsync(reader, circuit, read.Entity, keys, cancel))
                .ToDictionary(found => found.Id, found => found.Record);
        }

        var matches = await BatchedReads.FindAsync(reader, circuit, read.Entity, field, keys, cancel);
        var ids = matches.Select(match => match.Id).ToHashSet();
        var records = (await BatchedReads.ReadAsync(reader, circuit, read.Entity, ids, cancel))
            .ToDictionary(found => found.Id, found => found.Record);
        return keys.Distinct().ToDictionary(key => key, key => new Record
        {
            ["records"] = matches.Where(match => match.Value == key && records.ContainsKey(match.Id))
                .Select(match => records[match.Id]),
        });
    }
}
