using IntegrationHost.Storage.Embedded.Rows;

namespace IntegrationHost.Storage.Embedded.Projecting.Tables;

/// <summary>Reads the runs that are there at the start once, a part at a time, to know which rows they hold.</summary>
internal sealed class RunLearning(Table table, RunBlocks blocks, IEnumerable<Run> runs)
{
    private readonly Queue<Run> _runs = new(runs);
    private (Run Run, Queue<string> Ids, RunLookup Lookup)? _at;

    /// <summary>The keys of some more blocks, or null at the end. A run that was read whole gets its look-up.</summary>
    public IReadOnlyList<string>? Some(int count, Dictionary<long, RunLookup> lookups)
    {
        if (_at is null && _runs.TryDequeue(out var next))
        {
            _at = (next, new Queue<string>(blocks.IdsOf(next)), new RunLookup(table, next.Rows));
        }

        if (_at is not var (run, ids, lookup))
        {
            return null;
        }

        var keys = new List<string>();
        for (; count > 0 && ids.TryDequeue(out var id); count--)
        {
            lookup.AddBlock(run.KeyOf(id));
            keys.AddRange(RunBlock.Keys(blocks.Read(id)));
        }

        keys.ForEach(lookup.Add);
        if (ids.Count == 0)
        {
            lookups[run.Number] = lookup;
            _at = null;
        }

        return keys;
    }
}
