using System.IO.Hashing;
using System.Runtime.InteropServices;
using IntegrationHost.Storage.Embedded.Projecting.Tables;
using IntegrationHost.Storage.Embedded.Rows;

namespace IntegrationHost.Storage.Embedded.Deciding;

/// <summary>Says of most rows that do not exist that they do not, without asking the projection (a Bloom filter that
/// grows by a larger one behind it). It forgets nothing: a row that was deleted is asked for in vain.</summary>
internal sealed class KeyFilter
{
    private const int FirstCapacity = 1 << 17; // Keys.

    private readonly List<BloomFilter> _layers = [new(FirstCapacity)];

    /// <summary>Until the rows that were there at the start are known, every row may exist.</summary>
    public bool IsComplete { get; set; }

    /// <summary>Whether rows of a table are looked up one by one; the others are in memory.</summary>
    public static bool Knows(Table table) => table is Table.Ledger or Table.Links;

    public void Add(RowId id)
    {
        var hash = HashOf(id);
        if (_layers[^1].IsFull)
        {
            _layers.Add(new BloomFilter(_layers[^1].Capacity * 2));
        }

        _layers[^1].Add(hash);
    }

    public bool MayHave(RowId id)
    {
        if (!IsComplete)
        {
            return true;
        }

        var hash = HashOf(id);
        foreach (var layer in _layers)
        {
            if (layer.MayHave(hash))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>By which filters know a row.</summary>
    public static UInt128 HashOf(RowId id) =>
        XxHash128.HashToUInt128(MemoryMarshal.AsBytes(id.Key.AsSpan()), (byte)id.Table);
}
