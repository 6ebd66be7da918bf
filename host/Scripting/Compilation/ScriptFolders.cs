namespace IntegrationHost.Scripting.Compilation;

/// <summary>Where scripts are looked for, nearest first: the site's folder, then the pack's.</summary>
public sealed class ScriptFolders(params IReadOnlyList<string> folders)
{
    private const int LinksMax = 40; // As many as Linux follows.

    private readonly string[] _folders = [.. folders.Select(Path.GetFullPath)];

    /// <summary>The file of a script, or null when no folder has it.</summary>
    /// <param name="script">As in <c>ihost.json</c>, for example <c>shopify-to-netsuite/order.csx</c>.</param>
    public string? Find(string script) => _folders
        .Select(folder => Path.GetFullPath(script, folder))
        .FirstOrDefault(path => File.Exists(path) && Contains(path));

    /// <summary>Where the file at this path may stand instead: at the same place in each folder, nearest
    /// first.</summary>
    internal IEnumerable<string> Places(string path)
    {
        var own = _folders.First(folder => Inside(folder, path));
        return _folders.Select(folder => Path.Combine(folder, Path.GetRelativePath(own, path)));
    }

    /// <summary>True for a path inside one of the folders, also with all links on the way followed.</summary>
    public bool Contains(string path) =>
        _folders.Any(folder => Inside(folder, Path.GetFullPath(path)))
        && RealOf(Path.GetFullPath(path)) is { } real
        && _folders.Any(folder => Inside(RealOf(folder) ?? folder, real));

    /// <summary>The tables that lie beside a script of the pack or the site: <c>tables/</c> in the folder that holds
    /// it.</summary>
    internal string? TablesBeside(string path) => _folders
        .Where(folder => Inside(folder, path))
        .Select(folder => Path.Combine(folder, "tables"))
        .FirstOrDefault(Directory.Exists);

    private static string? RealOf(string path)
    {
        for (var followed = 0; followed < LinksMax; followed++)
        {
            if (FirstLink(path) is not { } link)
            {
                return path;
            }

            var target = Path.GetFullPath(link.LinkTarget!, Path.GetDirectoryName(link.FullName)!);
            path = target + path[link.FullName.Length..];
        }

        return null;
    }

    private static FileSystemInfo? FirstLink(string path)
    {
        var root = Path.GetPathRoot(path)!;
        var sofar = root;
        var parts = path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        foreach (var part in parts)
        {
            sofar = Path.Combine(sofar, part);
            FileSystemInfo here = Directory.Exists(sofar) ? new DirectoryInfo(sofar) : new FileInfo(sofar);
            if (here.LinkTarget is not null)
            {
                return here;
            }
        }

        return null;
    }

    private static bool Inside(string folder, string path) => path.StartsWith(
        folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
