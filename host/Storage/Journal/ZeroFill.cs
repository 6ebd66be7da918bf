using IntegrationHost.Storage.Disk;

namespace IntegrationHost.Storage.Journal;

/// <summary>Writes zeros. Where bytes have been written before, a sync has no metadata to write: a growing file costs
/// several times as much.</summary>
internal static class ZeroFill
{
    private const int ChunkBytes = 256 << 10;

    public static void Write(IDiskFile file, long from, long to)
    {
        if (from >= to)
        {
            return;
        }

        var zeros = new byte[Math.Min(ChunkBytes, to - from)];
        for (var at = from; at < to; at += zeros.Length)
        {
            file.Write(zeros.AsSpan(0, (int)Math.Min(zeros.Length, to - at)), at);
        }
    }
}
