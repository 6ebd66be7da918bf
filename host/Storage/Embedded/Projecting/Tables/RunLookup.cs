using IntegrationHost.Storage.Embedded.Deciding;
using IntegrationHost.Storage.Embedded.Rows;

namespace IntegrationHost.Storage.Embedded.Projecting.Tables;

/// <summary>What memory holds of a run, so that a look-up reads one block of it, and mostly none.</summary>
internal sealed class RunLookup(Table table, int rows)
{
    private readonly List<string> _firstKeys = [];
    private readonly BloomFilter _filter = new(Math.Max(rows, 1));

    /// <summary>With which keys its blocks begin, in order.</summary>
    public IReadOnlyList<string> FirstKeys => _firstKeys;

    /// <summary>A row of the block that was added last.</summary>
    public void Add(string key) => _filter.Add(KeyFilter.HashOf(new RowId(table, key)));

    public void AddBlock(string firstKey) => _firstKeys.Add(firstKey);

    /// <summary>With which key the block begins that may hold this one; null when none does.</summary>
    public string? BlockOf(string key, UInt128 hash)
    {
        if (!_filter.MayHave(hash))
        {
            return null;
        }

        var place = _firstKeys.BinarySearch(key, StringComparer.Ordinal);
        place = place < 0 ? ~place - 1 : place;
        return place < 0 ? null : _firstKeys[place];
    }
}
