namespace IntegrationHost.Scripting.Compilation;

/// <summary>Where scripts are looked for, nearest first: the site's folder, then the pack's.</summary>
public sealed class ScriptFolders(params IReadOnlyList<string> folders)
{
    private readonly string[] _folders = [.. folders.Select(Path.GetFullPath)];

    /// <summary>The file of a script, or null when no folder has it.</summary>
    /// <param name="script">As in <c>ihost.json</c>, for example <c>shopify-to-netsuite/order.csx</c>.</param>
    public string? Find(string script) =>
        _folders.Select(folder => Path.Combine(folder, script)).FirstOrDefault(File.Exists);

    /// <summary>True for a file inside one of the folders, links resolved.</summary>
    public bool Contains(string path)
    {
        var real = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        return _folders.Any(folder => Inside(folder, Path.GetFullPath(path)))
            && _folders.Any(folder => Inside(folder, real) || Inside(RealOf(folder), real));
    }

    private static string RealOf(string folder) => Directory.Exists(folder)
        ? Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? folder
        : folder;

    private static bool Inside(string folder, string path) =>
        path.StartsWith(
            folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
