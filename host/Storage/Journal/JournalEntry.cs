namespace IntegrationHost.Storage.Journal;

/// <summary>Something that waits for its turn in the journal.</summary>
internal abstract class JournalEntry
{
    /// <summary>What is to be written. Empty: a marker, nothing is written for it, and it completes once everything
    /// enqueued before it is durable. It must not change until the entry has completed or failed.</summary>
    public ReadOnlyMemory<byte> Body { get; set; }

    /// <summary>Where the frame stands; for a marker, where the next frame will. Known once it was enqueued.</summary>
    public long Position { get; internal set; }

    /// <summary>Where the next frame stands.</summary>
    public long End => Body.IsEmpty ? Position : Position + Frame.Head + Body.Length;

    /// <summary>Called on the journal's thread, in order, when the entry could not be made durable, or nobody knows;
    /// must not throw.</summary>
    public abstract void Fail(StoreFailedException why);
}
