namespace IntegrationHost.Storage.Journal;

/// <summary>The sizes of a journal. They may differ from one start to the next.</summary>
internal sealed record JournalOptions
{
    /// <summary>No group may be asked to be larger: what is cut off as a torn tail is never more than one
    /// group.</summary>
    public const int GroupBytesLimit = 4 << 20;

    /// <summary>How large a segment file is made, in bytes. Only a frame or a group that is larger itself makes it
    /// larger.</summary>
    public int SegmentBytes { get; init; } = 16 << 20;

    /// <summary>A group that is written and synced at once takes no further frame beyond these bytes.</summary>
    public int GroupBytesMost { get; init; } = 1 << 20;

    /// <summary>How many entries may wait to be written.</summary>
    public int QueuedMost { get; init; } = 8192;

    /// <summary>How many bytes may wait to be written, unless one entry alone is larger.</summary>
    public int QueuedBytesMost { get; init; } = 32 << 20;

    /// <summary>Each entry is written and synced by who enqueues it, without a thread of the journal's own: slower, and
    /// the same each time, as a simulation wants it.</summary>
    public bool OnCallersThread { get; init; }
}
