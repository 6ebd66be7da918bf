namespace IntegrationHost.Storage.Journal;

/// <summary>The sentence for a journal that is not as it was written. It is never repaired silently: what is missing
/// may have been acknowledged.</summary>
internal static class JournalDamage
{
    public static StoreUnusableException In(string path, long position, string what, Exception? inner = null) => new(
        $"the journal file '{path}' is damaged at position {position}: {what}; nothing was changed, restore a backup "
        + "into a new data folder, or put the file back as it was", inner);
}
