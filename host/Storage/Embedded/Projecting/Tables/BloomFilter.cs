namespace IntegrationHost.Storage.Embedded.Projecting.Tables;

/// <summary>Says of most keys that were not added that they were not, in twelve bits for each that was.</summary>
/// <param name="capacity">Keys; with more, it says "perhaps" more often.</param>
internal sealed class BloomFilter(int capacity)
{
    private const int BitsPerKey = 12;
    private const int BitsPerWord = 64;
    private const int Probes = 6; // About 1 wrong "perhaps" in 200.

    private readonly ulong[] _bits = new ulong[((long)capacity * BitsPerKey / BitsPerWord) + 1];
    private int _count;

    public int Capacity => capacity;

    public bool IsFull => _count >= capacity;

    public void Add(UInt128 hash)
    {
        _count++;
        for (var probe = 0; probe < Probes; probe++)
        {
            var (word, bit) = PlaceOf(hash, probe);
            _bits[word] |= bit;
        }
    }

    public bool MayHave(UInt128 hash)
    {
        for (var probe = 0; probe < Probes; probe++)
        {
            var (word, bit) = PlaceOf(hash, probe);
            if ((_bits[word] & bit) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private (int Word, ulong Bit) PlaceOf(UInt128 hash, int probe)
    {
        var mixed = (ulong)hash + ((ulong)probe * ((ulong)(hash >> BitsPerWord) | 1));
        var place = (long)Math.BigMul(mixed, (ulong)_bits.Length * BitsPerWord, out _);
        return ((int)(place / BitsPerWord), 1UL << (int)(place % BitsPerWord));
    }
}
