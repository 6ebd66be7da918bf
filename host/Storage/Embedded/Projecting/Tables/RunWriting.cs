namespace IntegrationHost.Storage.Embedded.Projecting.Tables;

/// <summary>A run that is being written, a block at a time; it counts once it has a head.</summary>
internal sealed class RunWriting(Run run, IEnumerable<RunCut> blocks, RunBlocks into, RunLookup? lookup)
{
    private readonly IEnumerator<RunCut> _blocks = blocks.GetEnumerator();

    public Run Run { get; private set; } = run;

    public RunLookup? Lookup => lookup;

    /// <summary>False when there is no more.</summary>
    public bool WriteBlock()
    {
        if (!_blocks.MoveNext())
        {
            _blocks.Dispose();
            return false;
        }

        var block = _blocks.Current;
        into.Add(Run, block.Keys[0], block.Image);
        Run = Run with { Rows = Run.Rows + block.Keys.Count };
        lookup?.AddBlock(block.Keys[0]);
        foreach (var key in lookup is null ? [] : block.Keys)
        {
            lookup!.Add(key);
        }

        return true;
    }
}

/// <summary>Runs, and the one that will stand for them.</summary>
internal sealed record RunMerging(IReadOnlyList<Run> Runs, RunWriting Into);
