using System.Text;
using IntegrationHost.Storage.Embedded.Frames;
using IntegrationHost.Storage.Embedded.Rows;

namespace IntegrationHost.Storage.Embedded.Projecting.Tables;

/// <summary>Some rows of a run, one after another, as one image.</summary>
internal static class RunBlock
{
    private const int BytesMost = 64 << 10; // A row that is larger has a block of its own.
    private const int KeyBytesMost = 1024;

    /// <summary>Cuts rows into blocks; each is given away before the next one is made.</summary>
    public static IEnumerable<RunCut> Cut(IEnumerable<RowImage> rows, int rowsMost)
    {
        var (block, keys) = (new ImageWriter(), new List<string>());
        foreach (var row in rows)
        {
            if (keys.Count == rowsMost || block.Written.Length >= BytesMost)
            {
                yield return new RunCut(keys, block.ToArray());
                block.Clear();
                keys = [];
            }

            keys.Add(row.Id.Key);
            block.Text(row.Id.Key).Number(row.Image is null ? 0 : 1).Bytes(row.Image);
        }

        if (keys.Count > 0)
        {
            yield return new RunCut(keys, block.ToArray());
        }
    }

    /// <summary>Whether the block holds a row; its image, which is null where it says that the row is gone.</summary>
    public static bool TryFind(ReadOnlySpan<byte> block, string key, out byte[]? image)
    {
        Span<byte> sought = stackalloc byte[KeyBytesMost];
        sought = sought[..Encoding.UTF8.GetBytes(key, sought)];
        var from = new ImageReader(block);
        while (from.Left.Length > 0)
        {
            var isIt = from.Bytes().SequenceEqual(sought);
            var isThere = from.Count() == 1;
            var bytes = from.Bytes();
            if (isIt)
            {
                image = isThere ? bytes.ToArray() : null;
                return true;
            }
        }

        image = null;
        return false;
    }

    public static List<string> Keys(ReadOnlySpan<byte> block)
    {
        var from = new ImageReader(block);
        var keys = new List<string>();
        while (from.Left.Length > 0)
        {
            keys.Add(from.Text());
            from.Number();
            from.Bytes();
        }

        return keys;
    }

    public static List<RowImage> Read(Table table, ReadOnlySpan<byte> image)
    {
        var from = new ImageReader(image);
        var rows = new List<RowImage>();
        while (from.Left.Length > 0)
        {
            var id = new RowId(table, from.Text());
            var isThere = from.Count() == 1;
            var bytes = from.Bytes();
            rows.Add(new RowImage(id, isThere ? bytes.ToArray() : null));
        }

        return rows;
    }
}

/// <summary>A block before it is written.</summary>
/// <param name="Keys">Of its rows, at least one.</param>
/// <param name="Image">The rows.</param>
internal readonly record struct RunCut(IReadOnlyList<string> Keys, byte[] Image);
