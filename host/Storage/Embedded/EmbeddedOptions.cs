using IntegrationHost.Storage.Disk;
using IntegrationHost.Storage.Embedded.Keeping;
using IntegrationHost.Storage.Payloads;

namespace IntegrationHost.Storage.Embedded;

/// <summary>Where the embedded store keeps its state, and how.</summary>
/// <param name="Folder">Its folder; one process at a time.</param>
public sealed record EmbeddedOptions(string Folder)
{
    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How payloads and rows are kept.</summary>
    public IPayloadSeal Seal { get; init; } = new PlainSeal();

    /// <summary>A snapshot is taken when the journal has grown by so many bytes since the last one: a restore reads no
    /// more than that.</summary>
    public long SnapshotEveryBytes { get; init; } = 64L << 20;

    /// <summary>The journal is kept below so many bytes: older history and stored inputs of settled records go earlier
    /// than asked for.</summary>
    public long JournalBytesMost { get; init; } = 8L << 30;

    /// <summary>With less than this free on the disk, health warns.</summary>
    public long WarnBelowFreeBytes { get; init; } = 1L << 30;

    /// <summary>A projection of at least so many bytes that is mostly free is written anew at the start.</summary>
    internal long CompactFromBytes { get; init; } = 64L << 20;

    internal IDisk Disk { get; init; } = LocalDisk.Instance;

    /// <summary>What this start of the machine is called: a state left open by another one was in a power
    /// cut.</summary>
    internal Func<string> Boot { get; init; } = StateMark.BootOfThisMachine;

    internal Journal.JournalOptions Journal { get; init; } = new();

    /// <summary>Lends the projection a thread: takes what does one piece of its work, if there is one, and calls it
    /// while the store is waited for. Opening then stays on the caller's thread too. Null for threads of its
    /// own.</summary>
    internal Action<Func<bool>>? LendThread { get; init; }

    internal string JournalFolder => Path.Combine(Folder, "journal");

    internal string SnapshotsFolder => Path.Combine(Folder, "snapshots");

    internal string ProjectionPath => Path.Combine(Folder, "state.db");
}
