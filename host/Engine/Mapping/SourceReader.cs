using IntegrationHost.Connectors;
using IntegrationHost.Engine.Connections;
using IntegrationHost.Engine.Inbox;

namespace IntegrationHost.Engine.Mapping;

/// <summary>Reads the records behind the hints in as few calls as the source allows. A hint that brings its record, and
/// a replay that brings the stored one, ask nobody.</summary>
internal sealed class SourceReader(FlowDefinition flow, IConnector source, Circuit circuit)
{
    /// <summary>The records by id; what no longer exists is missing.</summary>
    public async Task<IReadOnlyDictionary<string, Found>> SourcesAsync(
        IReadOnlyList<ClaimedRecord> claimed, CancellationToken cancel)
    {
        var known = claimed.Select(Given).OfType<Found>().ToDictionary(found => found.Id);
        var missing = claimed.Select(record => record.Record.Id).Where(id => !known.ContainsKey(id)).ToArray();
        if (missing.Length == 0)
        {
            return known;
        }

        if (source is not IRecordReader reader)
        {
            throw new InvalidOperationException($"{flow.From.Connection} reports changes of {flow.From.Entity} "
                + "without the record and cannot read records");
        }

        using var _ = WorkPriority.Use(flow.Priority);
        foreach (var found in await BatchedReads.ReadAsync(reader, circuit, flow.From.Entity, missing, cancel))
        {
            known[found.Id] = found;
        }

        return known;
    }

    private static Found? Given(ClaimedRecord claimed)
    {
        var reported = claimed.NewestReported?.Change;
        if (claimed.Ruled is { Kind: RulingKind.Replay } && claimed.Newest.Change.Record is { } stored)
        {
            return new Found(claimed.Record.Id, claimed.Entry?.SourceVersion ?? reported?.Version ?? "", stored);
        }

        return reported?.Record is { } record ? new Found(claimed.Record.Id, reported.Version, record) : null;
    }
}
