using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace IntegrationHost.Storage.Embedded.Deciding;

/// <summary>The deliveries that were stored, by the hash of their key: the newest million, and among them those that
/// are not pruned.</summary>
internal sealed class DeliveryKeys
{
    private const int PerBlock = 1 << 16;
    private const int BlocksMost = 16;

    private readonly LinkedList<Block> _blocks = [];

    public static UInt128 HashOf(string key) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(key.AsSpan()));

    public bool Has(UInt128 delivery)
    {
        for (var block = _blocks.Last; block is not null; block = block.Previous)
        {
            if (block.Value.Keys.Contains(delivery))
            {
                return true;
            }
        }

        return false;
    }

    public void Add(UInt128 delivery, long atTicks)
    {
        if (_blocks.Last is not { Value.Keys.Count: < PerBlock })
        {
            _blocks.AddLast(new Block());
            if (_blocks.Count > BlocksMost)
            {
                _blocks.RemoveFirst();
            }
        }

        var block = _blocks.Last!.Value;
        block.Keys.Add(delivery);
        block.NewestTicks = Math.Max(block.NewestTicks, atTicks);
    }

    /// <summary>Forgets blocks that hold nothing newer; answers how many keys went.</summary>
    public int Forget(long beforeTicks)
    {
        var went = 0;
        for (var block = _blocks.First; block is not null;)
        {
            var next = block.Next;
            if (block.Value.NewestTicks < beforeTicks)
            {
                went += block.Value.Keys.Count;
                _blocks.Remove(block);
            }

            block = next;
        }

        return went;
    }

    private sealed class Block
    {
        public HashSet<UInt128> Keys { get; } = [];

        public long NewestTicks { get; set; }
    }
}
