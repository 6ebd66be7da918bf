using IntegrationHost.Storage.Embedded.Projecting;

namespace IntegrationHost.Storage.Embedded.Keeping;

/// <summary>The open files of a state, for whoever looks after them.</summary>
internal sealed class StoreFiles(
    Journal.Journal journal, ProjectionFile projection, SnapshotFolder snapshots, SnapshotKeeper keeper,
    EmbeddedOptions options)
{
    private const int Megabyte = 1 << 20;

    public Journal.Journal Journal => journal;

    public SnapshotFolder Snapshots => snapshots;

    /// <summary>Of journal, projection and snapshots together.</summary>
    public long BytesOnDisk => journal.BytesOnDisk + projection.DataBytes + projection.LogBytes
        + snapshots.All().Sum(snapshot => snapshot.Bytes);

    /// <summary>What needs somebody before it becomes a fault.</summary>
    public IReadOnlyList<string> Warnings()
    {
        var warnings = new List<string>();
        var free = options.Disk.FreeBytes(options.Folder);
        if (free < options.WarnBelowFreeBytes)
        {
            warnings.Add($"the disk of '{options.Folder}' has {free / Megabyte} MB left: when it is full the host "
                + "stops with nothing lost; make room or move the data folder to a larger disk");
        }

        if (keeper.Fault is { } fault)
        {
            warnings.Add($"no snapshot of the state could be taken: {fault}; the journal is kept whole until one can");
        }

        return warnings;
    }
}
