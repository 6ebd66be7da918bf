using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Engine;

/// <summary>Finds records by what people call them, or by an id of either side.</summary>
internal sealed class RecordSearch(EngineParts parts)
{
    /// <summary>All that are called so on either side: an account numbers each kind of record on its own, so one id
    /// may be a customer that is read and an order that was written.</summary>
    public async Task<IReadOnlyList<RecordState>> FindAsync(string nameOrId, CancellationToken cancel)
    {
        var found = await parts.History.FindAsync(nameOrId, cancel);
        var made = await ByTargetAsync(nameOrId, cancel);
        return [.. found.Concat(made).DistinctBy(state => state.Record)];
    }

    // The id of a target record leads over its link to the record it was made of.
    private async Task<IReadOnlyList<RecordState>> ByTargetAsync(string id, CancellationToken cancel)
    {
        var sides = parts.Flows.ToLookup(
            flow => new LinkSide(flow.Link, flow.To.Connection, id, flow.From.Connection), flow => flow);
        var links = await parts.Ledger.LinksAsync([.. sides.Select(side => side.Key)], cancel);
        var states = new List<RecordState>();
        foreach (var link in links)
        {
            var source = link.A.Id == id && sides.Any(side => side.Key.Connection == link.A.Connection)
                ? link.B : link.A;
            states.AddRange((await parts.History.FindAsync(source.Id, cancel)).Where(
                state => state.Entry?.TargetId == id && parts.Flows.Any(flow => flow.Name == state.Record.Flow
                    && flow.Link == link.Name && flow.From.Connection == source.Connection)));
        }

        return states;
    }
}
