using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace IntegrationHost.Scripting.Compilation;

/// <summary>Resolves <c>#load</c>: only inside the scripts folders, there nearest first as scripts themselves are, so
/// that a site replaces what it wants to and takes the rest from the pack; the editor's stub to nothing. Remembers what
/// was loaded or missed.</summary>
internal sealed class LoadResolver(ScriptFolders folders, Func<byte[], byte[]>? through = null)
    : SourceReferenceResolver
{
    private const string StubName = "host.csx";
    private readonly Dictionary<string, SourceFile> _asked = [];

    /// <summary>Every file asked for; those that are not there with an empty hash.</summary>
    public IEnumerable<SourceFile> Asked => _asked.Values;

    public override string? NormalizePath(string path, string? baseFilePath) => ResolveReference(path, baseFilePath);

    public override string? ResolveReference(string path, string? baseFilePath)
    {
        if (Path.GetFileName(path) == StubName)
        {
            return StubName;
        }

        var full = Path.GetFullPath(path, Path.GetDirectoryName(baseFilePath) ?? Path.GetPathRoot(Path.GetTempPath())!);
        if (!folders.Contains(full))
        {
            return null;
        }

        foreach (var place in folders.Places(full))
        {
            if (File.Exists(place) && folders.Contains(place))
            {
                return place;
            }

            // When it comes to be, it is the nearer one.
            _asked[place] = new SourceFile(place, "");
        }

        return null;
    }

    public override Stream OpenRead(string resolvedPath)
    {
        if (resolvedPath == StubName)
        {
            return new MemoryStream();
        }

        var bytes = File.ReadAllBytes(resolvedPath);
        _asked[resolvedPath] = SourceFile.Of(resolvedPath, bytes);
        return new MemoryStream(through is null ? bytes : through(bytes));
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
