namespace IntegrationHost.App.Hosting;

/// <summary>What of a data folder is the state: all but what can be made again, the keys, what belongs to a running
/// host, and what a restore left.</summary>
internal static class StateFiles
{
    public const string LockName = "state.lock";

    /// <summary>Where a restore writes before the state takes its place.</summary>
    public const string Draft = "restore-draft";

    /// <summary>Stands there while a restore moves files, so that nobody starts on half of them.</summary>
    public const string Unfinished = "restore-unfinished";

    /// <summary>Begins the names of folders of older states.</summary>
    public const string Before = "state-before-";

    // The store's own draft while it reads a backup; empty afterwards.
    private const string StorePart = "restore.part";

    private static readonly string[] Others =
        ["keys", "logs", "script-cache", "host.sock", LockName, Draft, Unfinished, StorePart];

    /// <summary>Their paths, files and folders.</summary>
    public static IReadOnlyList<string> In(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFileSystemEntries(folder).Where(IsState).Order(StringComparer.Ordinal)]
        : [];

    public static bool AreIn(string folder) => In(folder).Count > 0;

    /// <summary>Moves them into another folder of the same disk.</summary>
    public static void Move(string from, string to)
    {
        foreach (var path in In(from))
        {
            Directory.Move(path, Path.Combine(to, Path.GetFileName(path))); // Takes files, too.
        }
    }

    private static bool IsState(string path) => Path.GetFileName(path) is var name
        && !Others.Contains(name) && !name.StartsWith(Before, StringComparison.Ordinal);
}
