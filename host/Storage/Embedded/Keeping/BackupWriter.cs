using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using IntegrationHost.Storage.Disk;

namespace IntegrationHost.Storage.Embedded.Keeping;

/// <summary>A copy of a state as one tar file: a verified snapshot, the whole journal up to one moment, and at the end
/// the sums of both. The keys are not in it.</summary>
internal sealed class BackupWriter(IDisk disk)
{
    /// <summary>The last entry: a line of SHA-256 and name for each file.</summary>
    public const string SumsName = "sums";

    public const string JournalPrefix = "journal/";
    public const string SnapshotPrefix = "snapshots/";

    /// <summary>Writes the state as it is when this is called, while others go on writing.</summary>
    public async Task WriteAsync(
        Snapshot snapshot, IReadOnlyList<Journal.JournalSegment> segments, Stream to, CancellationToken cancel)
    {
        await using var tar = new TarWriter(to, TarEntryFormat.Pax, leaveOpen: true);
        var sums = new StringBuilder();
        await AddAsync(tar, snapshot.Path, SnapshotPrefix, snapshot.Bytes, sums, cancel);
        await AddAsync(tar, snapshot.NotePath, SnapshotPrefix, long.MaxValue, sums, cancel);
        foreach (var segment in segments)
        {
            await AddAsync(tar, segment.Path, JournalPrefix, segment.End - segment.Start, sums, cancel);
        }

        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, SumsName)
        {
            DataStream = new MemoryStream(Encoding.UTF8.GetBytes(sums.ToString())),
        }, cancel);
    }

    private async Task AddAsync(
        TarWriter tar, string path, string prefix, long length, StringBuilder sums, CancellationToken cancel)
    {
        var name = prefix + Path.GetFileName(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FilePart(disk.Open(path, FileMode.Open), length, hash);
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = file }, cancel);
        sums.Append(Convert.ToHexStringLower(hash.GetCurrentHash())).Append(' ').Append(name).Append('\n');
    }
}
