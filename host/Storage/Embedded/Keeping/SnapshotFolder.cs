using System.Security.Cryptography;
using IntegrationHost.Storage.Disk;

namespace IntegrationHost.Storage.Embedded.Keeping;

/// <summary>The snapshots of one state: the newest two are kept, so that one may turn out to be damaged.</summary>
internal sealed class SnapshotFolder(IDisk disk, string folder)
{
    private const int Kept = 2;
    private const int NoteBytesMost = 256;
    private const int ChunkBytes = 1 << 20;

    public string Path => folder;

    /// <summary>Those that were finished, newest first.</summary>
    public IReadOnlyList<Snapshot> All() => [.. disk.FilesIn(folder).Where(Snapshot.IsNote)
        .Select(path => Snapshot.Of(path, NoteIn(path))).OfType<Snapshot>()
        .Where(snapshot => disk.Exists(snapshot.Path))
        .OrderByDescending(snapshot => snapshot.Applied)];

    /// <summary>Whether the copy still is what was verified.</summary>
    public bool IsWhole(Snapshot snapshot)
    {
        using var file = disk.Open(snapshot.Path, FileMode.Open);
        return file.Length == snapshot.Bytes && SumOf(file.Read, file.Length) == snapshot.Sum;
    }

    /// <summary>Copies bytes into a file of its own and has them on disk; answers their sum.</summary>
    /// <param name="path">The copy.</param>
    /// <param name="read">Gives the bytes at a place.</param>
    /// <param name="length">How many there are.</param>
    public string Copy(string path, Reading read, long length)
    {
        disk.MakeFolder(folder);
        disk.Delete(path);
        using var copy = disk.Open(path, FileMode.CreateNew);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = new byte[ChunkBytes];
        for (long at = 0; at < length;)
        {
            var count = read(chunk.AsSpan(0, (int)Math.Min(ChunkBytes, length - at)), at);
            ArgumentOutOfRangeException.ThrowIfZero(count);
            hash.AppendData(chunk, 0, count);
            copy.Write(chunk.AsSpan(0, count), at);
            at += count;
        }

        copy.Sync();
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <summary>From now on the copy counts; older ones than the newest two go.</summary>
    public void Finish(Snapshot snapshot)
    {
        using (var note = disk.Open(snapshot.NotePath, FileMode.Create))
        {
            note.Write(snapshot.Note(), 0);
            note.Sync();
        }

        disk.SyncFolder(folder);
        foreach (var old in All().Skip(Kept))
        {
            Delete(old);
        }

        // Copies that a crash left unfinished.
        var known = All().SelectMany(each => new[] { each.Path, each.NotePath }).ToHashSet();
        foreach (var left in disk.FilesIn(folder).Where(path => !known.Contains(path)))
        {
            disk.Delete(left);
        }
    }

    /// <summary>Deletes a snapshot, its note first.</summary>
    public void Delete(Snapshot snapshot)
    {
        disk.Delete(snapshot.NotePath);
        disk.SyncFolder(folder);
        disk.Delete(snapshot.Path);
    }

    /// <summary>Reads bytes at a place; answers how many.</summary>
    public delegate int Reading(Span<byte> into, long at);

    private static string SumOf(Reading read, long length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = new byte[ChunkBytes];
        for (long at = 0; at < length;)
        {
            var count = read(chunk.AsSpan(0, (int)Math.Min(ChunkBytes, length - at)), at);
            if (count == 0)
            {
                break;
            }

            hash.AppendData(chunk, 0, count);
            at += count;
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private byte[] NoteIn(string path)
    {
        using var note = disk.Open(path, FileMode.Open);
        var bytes = new byte[(int)Math.Min(note.Length, NoteBytesMost)];
        return bytes[..note.Read(bytes, 0)];
    }
}
