using IntegrationHost.Storage.Embedded.Deciding;
using IntegrationHost.Storage.Embedded.Frames;
using IntegrationHost.Storage.Embedded.Rows;
using IntegrationHost.Storage.Payloads;
using LiteDB;

namespace IntegrationHost.Storage.Embedded.Projecting.Tables;

/// <summary>A table whose rows are written as sorted runs, one for each batch, many rows in a document: LiteDB pays
/// for each document, and the more so the more there are. Runs of like size are merged into one, a part with each
/// batch, so that there are only ever a few dozen and nobody waits for a large one. A deleted row is a mark until no
/// older run can hold it.</summary>
internal sealed class RunTable : IProjectedTable
{
    private const int MergedFrom = 8; // Runs.
    private const int MergedPerRow = 8; // Rows: as often as a row is merged until it lies in the largest run.
    private const int MergedLeast = 2048; // Rows with a batch: small runs are merged at once.
    private const int DroppedLeast = 64; // Documents with a batch.
    private const int LearntAtOnce = 16; // Blocks: whoever looks something up waits for them.

    private readonly Table _table;
    private readonly RunBlocks _blocks;
    private readonly RunShape _shape;
    private readonly List<Run> _runs; // The oldest first.
    private readonly Queue<string> _dropping;
    private readonly Dictionary<long, RunLookup> _lookups = [];
    private RunMerging? _merging;
    private RunLearning? _learning;
    private bool _isLearnt;
    private long _next;

    public RunTable(Table table, ILiteCollection<BsonDocument> documents, IPayloadSeal seal, RunShape shape)
    {
        (_table, _shape) = (table, shape);
        _blocks = new RunBlocks(table, documents, seal);
        _runs = [.. _blocks.Runs()];
        var numbers = _blocks.Numbers().ToArray();
        _dropping = new Queue<string>(numbers.Except(_runs.Select(run => run.Number))
            .SelectMany(number => _blocks.IdsOf(new Run(number, 0))));
        _next = numbers.Concat(_runs.Select(run => run.Number)).DefaultIfEmpty(-1).Max() + 1;
    }

    public void Apply(IReadOnlyList<RowImage> rows, Action between)
    {
        var written = Begin(rows, rows.Count);
        while (written.WriteBlock())
        {
            between();
        }

        Enter(written, _runs.Count);
        Drop(Math.Max(DroppedLeast, rows.Count / _shape.RowsPerBlock * MergedPerRow));
        Merge(Math.Max(MergedLeast, rows.Count * MergedPerRow), between);
    }

    public IReadOnlyList<RowImage> All() => Newest(new Dictionary<string, RowImage>(), _blocks.RowsOf(_runs));

    /// <summary>The rows whose key begins so, in order of key.</summary>
    public IReadOnlyList<RowImage> Beginning(string prefix) => Newest(
        new SortedDictionary<string, RowImage>(StringComparer.Ordinal),
        _runs.SelectMany(run => _blocks.Beginning(run, prefix)));

    /// <summary>A row's image, or null.</summary>
    public byte[]? Find(string key)
    {
        var hash = KeyFilter.HashOf(new RowId(_table, key));
        for (var at = _runs.Count - 1; at >= 0; at--)
        {
            if (BlockOf(_runs[at], key, hash) is { } block && RunBlock.TryFind(block, key, out var image))
            {
                return image;
            }
        }

        return null;
    }

    /// <summary>Some more of the keys that were there when it was called first; null when all were told. In between
    /// nothing is merged.</summary>
    public IReadOnlyList<string>? Learn()
    {
        if (_isLearnt)
        {
            return null;
        }

        _learning ??= new RunLearning(_table, _blocks, _runs);
        var keys = _learning.Some(LearntAtOnce, _lookups);
        if (keys is null)
        {
            (_learning, _isLearnt) = (null, true);
        }

        return keys;
    }

    private byte[]? BlockOf(Run run, string key, UInt128 hash)
    {
        if (!_lookups.TryGetValue(run.Number, out var lookup))
        {
            return _blocks.ReadAt(run, key);
        }

        return lookup.BlockOf(key, hash) is { } first ? _blocks.Read(run.IdOf(first)) : null;
    }

    // The newest runs, as long as they are not of a larger class than the very newest.
    private int CountToMerge() => _runs.Count == 0
        ? 0
        : _runs.AsEnumerable().Reverse().TakeWhile(run => run.Class <= _runs[^1].Class).Count();

    private void Merge(int rows, Action between)
    {
        while (rows > 0 && _learning is null)
        {
            if (_merging is null && CountToMerge() is var count && count >= MergedFrom)
            {
                BeginMerging(count);
            }

            if (_merging is not { } merging)
            {
                return;
            }

            if (merging.Into.WriteBlock())
            {
                rows -= _shape.RowsPerBlock;
                between();
                continue;
            }

            _merging = null;
            End(merging);
        }
    }

    private void BeginMerging(int count)
    {
        var merged = _runs[^count..];
        var isOldest = _runs.Count == count;
        var rows = RunMerge.Of(merged.Select(_blocks.RowsOf)).Where(row => row.Image is not null || !isOldest);
        _merging = new RunMerging(merged, Begin(rows, merged.Sum(run => run.Rows)));
    }

    // Newer runs may have come meanwhile: the merged one stands where its parts stood.
    private void End(RunMerging merging)
    {
        var place = _runs.IndexOf(merging.Runs[0]);
        _runs.RemoveRange(place, merging.Runs.Count);
        Enter(merging.Into, place);
        foreach (var run in merging.Runs)
        {
            _blocks.DeleteHead(run);
            _lookups.Remove(run.Number);
            foreach (var id in _blocks.IdsOf(run))
            {
                _dropping.Enqueue(id);
            }
        }
    }

    private RunWriting Begin(IEnumerable<RowImage> rows, int most) => new(
        new Run(_next++, 0), RunBlock.Cut(rows, _shape.RowsPerBlock), _blocks,
        _shape.IsLookedUp ? new RunLookup(_table, most) : null);

    private void Enter(RunWriting written, int place)
    {
        if (written.Run.Rows == 0)
        {
            return;
        }

        _blocks.AddHead(written.Run);
        _runs.Insert(place, written.Run);
        if (written.Lookup is { } lookup)
        {
            _lookups.Add(written.Run.Number, lookup);
        }
    }

    private void Drop(int documents)
    {
        for (; documents > 0 && _dropping.TryDequeue(out var id); documents--)
        {
            _blocks.Delete(id);
        }
    }

    private static IReadOnlyList<RowImage> Newest(
        IDictionary<string, RowImage> newest, IEnumerable<RowImage> oldestFirst)
    {
        foreach (var row in oldestFirst)
        {
            newest[row.Id.Key] = row;
        }

        return [.. newest.Values.Where(row => row.Image is not null)];
    }
}
