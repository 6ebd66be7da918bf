namespace IntegrationHost.Crash.Damage;

/// <summary>Damages one file of a state.</summary>
internal static class Wound
{
    private const string Segments = ".seg";
    private const int PageBytes = 4096;
    private const int TornMost = 4096;

    /// <summary>Modes by name: which bytes of a file are changed.</summary>
    public static readonly IReadOnlyDictionary<string, Action<string, Random>> Modes =
        new Dictionary<string, Action<string, Random>>
        {
            ["torn-tail"] = (path, dice) => Cut(path, ContentOf(path) - 1 - dice.Next(TornMost)),
            ["bit-flip"] = Flip,
            ["zeroed-page"] = Zero,
            ["truncated"] = (path, dice) => Cut(path, dice.NextInt64(ContentOf(path))),
            ["deleted-file"] = (path, _) => File.Delete(path),
        };

    /// <summary>Changes one file that the dice choose.</summary>
    /// <returns>What was done, and what that excuses.</returns>
    public static (string Done, Excuse Excuse) Make(string mode, string folder, Random dice)
    {
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => ContentOf(file) > 0).Order(StringComparer.Ordinal).ToArray();
        var newest = files.LastOrDefault(file => Path.GetExtension(file) == Segments);
        var kinds = files.GroupBy(Path.GetExtension).Select(kind => kind.ToArray()).ToArray();
        var kind = kinds[dice.Next(kinds.Length)];
        var file = mode == "torn-tail" ? newest ?? files[0] : kind[dice.Next(kind.Length)];
        var before = ContentOf(file);
        Modes[mode](file, dice);
        return ($"{mode} of '{file}' with {before} bytes", file == newest ? Excuse.RefusalOrTail : Excuse.Refusal);
    }

    // Behind the content of a segment there are zeros that were written ahead.
    private static long ContentOf(string path)
    {
        var bytes = File.ReadAllBytes(path);
        return bytes.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
    }

    private static void Cut(string path, long length)
    {
        using var file = File.OpenWrite(path);
        file.SetLength(Math.Max(length, 0));
    }

    private static void Flip(string path, Random dice)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[dice.NextInt64(ContentOf(path))] ^= (byte)(1 << dice.Next(8));
        File.WriteAllBytes(path, bytes);
    }

    private static void Zero(string path, Random dice)
    {
        var bytes = File.ReadAllBytes(path);
        var page = dice.NextInt64(ContentOf(path)) / PageBytes * PageBytes;
        bytes.AsSpan((int)page, (int)Math.Min(PageBytes, bytes.Length - page)).Clear();
        File.WriteAllBytes(path, bytes);
    }
}
