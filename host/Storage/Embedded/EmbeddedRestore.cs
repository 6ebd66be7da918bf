using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using IntegrationHost.Storage.Disk;
using IntegrationHost.Storage.Embedded.Keeping;
using IntegrationHost.Storage.Journal;
using IntegrationHost.Storage.Payloads;

namespace IntegrationHost.Storage.Embedded;

/// <summary>Makes a state from a backup. Nothing is put in place before all of it was read and found whole.</summary>
public static class EmbeddedRestore
{
    private const string PartFolder = "restore.part";
    private const int FilesMost = 1_000_000;
    private const int ChunkBytes = 1 << 20;

    /// <summary>Reads the backup into the folder, which must hold no state, and opens the result once.</summary>
    /// <returns>How many changes are pending in it.</returns>
    /// <exception cref="StoreUnusableException">The folder holds a state, the backup is damaged or none, or the keys it
    /// was sealed with are missing.</exception>
    /// <exception cref="StoreInUseException">A host has the folder.</exception>
    public static async Task<int> RestoreAsync(
        Stream from, string folder, IPayloadSeal seal, CancellationToken cancel)
    {
        var options = new EmbeddedOptions(folder) { Seal = seal };
        using (EmbeddedStore.Lock(options))
        {
            await PutInPlaceAsync(from, options, cancel);
        }

        await using var store = await EmbeddedStore.OpenAsync(options, cancel);
        return (await store.Upkeep.HealthAsync(cancel)).Pending;
    }

    private static async Task PutInPlaceAsync(Stream from, EmbeddedOptions options, CancellationToken cancel)
    {
        var disk = options.Disk;
        if (disk.Exists(options.ProjectionPath) || disk.FilesIn(options.JournalFolder).Count > 0
            || disk.FilesIn(options.SnapshotsFolder).Count > 0)
        {
            throw new StoreUnusableException(
                $"the data folder '{options.Folder}' holds a state already; move it away first");
        }

        var part = Path.Combine(options.Folder, PartFolder);
        var files = await ReadAsync(from, disk, part, cancel);
        disk.MakeFolder(options.JournalFolder);
        disk.MakeFolder(options.SnapshotsFolder);
        foreach (var file in files)
        {
            disk.Move(Path.Combine(part, Path.GetFileName(file)), Path.Combine(options.Folder, file));
        }

        disk.SyncFolder(options.JournalFolder);
        disk.SyncFolder(options.SnapshotsFolder);
    }

    private static async Task<IReadOnlyCollection<string>> ReadAsync(
        Stream from, IDisk disk, string part, CancellationToken cancel)
    {
        var sums = new Dictionary<string, string>();
        var told = "";
        disk.MakeFolder(part);
        try
        {
            await using var tar = new TarReader(from, leaveOpen: true);
            while (await tar.GetNextEntryAsync(copyData: false, cancel) is { } entry && sums.Count < FilesMost)
            {
                var data = entry.DataStream ?? Stream.Null;
                if (entry.Name == BackupWriter.SumsName)
                {
                    told = await new StreamReader(data, Encoding.UTF8).ReadToEndAsync(cancel);
                }
                else
                {
                    CheckName(entry.Name);
                    var path = Path.Combine(part, Path.GetFileName(entry.Name));
                    sums.Add(entry.Name, await CopyAsync(data, disk, path, cancel));
                }
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or FormatException or EndOfStreamException)
        {
            throw Damaged(fault.Message, fault);
        }

        var found = string.Concat(sums.Select(sum => $"{sum.Value} {sum.Key}\n"));
        return sums.Count > 0 && found == told ? sums.Keys : throw Damaged("its end is missing or its sums differ");
    }

    private static async Task<string> CopyAsync(Stream data, IDisk disk, string path, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = disk.Open(path, FileMode.Create);
        var chunk = new byte[ChunkBytes];
        long at = 0;
        for (int read; (read = await data.ReadAsync(chunk, cancel)) > 0; at += read)
        {
            hash.AppendData(chunk, 0, read);
            file.Write(chunk.AsSpan(0, read), at);
        }

        file.Sync();
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private static void CheckName(string name)
    {
        var isSegment = name.StartsWith(BackupWriter.JournalPrefix, StringComparison.Ordinal)
            && JournalSegment.StartOf(name) is not null;
        var isSnapshot = name.StartsWith(BackupWriter.SnapshotPrefix, StringComparison.Ordinal)
            && Path.GetFileName(name).Length == name.Length - BackupWriter.SnapshotPrefix.Length;
        if (!isSegment && !isSnapshot)
        {
            throw Damaged($"it holds '{name}', which is no file of a state");
        }
    }

    private static StoreUnusableException Damaged(string why, Exception? fault = null) =>
        new($"this is no whole backup of a state: {why}; nothing was restored, take another one", fault);
}
