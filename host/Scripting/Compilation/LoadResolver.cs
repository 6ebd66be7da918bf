using Microsoft.CodeAnalysis;

namespace IntegrationHost.Scripting.Compilation;

/// <summary>Resolves <c>#load</c>: only inside the scripts folders, the editor's stub to nothing, and remembers what
/// was loaded.</summary>
internal sealed class LoadResolver(ScriptFolders folders) : SourceReferenceResolver
{
    private const string StubName = "host.csx";
    private readonly List<string> _loaded = [];

    public IReadOnlyList<string> Loaded => _loaded;

    public override string? NormalizePath(string path, string? baseFilePath) => ResolveReference(path, baseFilePath);

    public override string? ResolveReference(string path, string? baseFilePath)
    {
        if (Path.GetFileName(path) == StubName)
        {
            return StubName;
        }

        var full = Path.GetFullPath(path, Path.GetDirectoryName(baseFilePath) ?? "/");
        return File.Exists(full) && folders.Contains(full) ? full : null;
    }

    public override Stream OpenRead(string resolvedPath)
    {
        if (resolvedPath == StubName)
        {
            return new MemoryStream();
        }

        _loaded.Add(resolvedPath);
        return new MemoryStream(File.ReadAllBytes(resolvedPath));
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
