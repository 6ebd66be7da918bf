namespace IntegrationHost.Storage.Embedded;

/// <summary>What every file of LiteDB 5 begins with. It is looked at before LiteDB opens the file, because LiteDB cuts
/// and marks files that are none of its own.</summary>
internal static class FileHead
{
    private const int At = 32;

    private static ReadOnlySpan<byte> Mark => "** This is a LiteDB file **"u8;

    /// <summary>Refuses a file that holds something else; one that is not there or empty will be made.</summary>
    public static void Check(string path)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        Span<byte> head = stackalloc byte[At + Mark.Length];
        var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (read > 0 && !head[At..].SequenceEqual(Mark))
        {
            throw new InvalidDataException("it was not written by a host");
        }
    }
}
