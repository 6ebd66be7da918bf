using IntegrationHost.Engine.Mapping;
using IntegrationHost.Scripting.Cases;
using IntegrationHost.Scripting.Compilation;

namespace IntegrationHost.Scripting.Library;

/// <summary>One script: the version in force, and why a newer text is not.</summary>
internal sealed class ScriptSlot(string script, ScriptFolders folders, ScriptCache cache)
{
    private readonly Lock _gate = new();
    private volatile LoadedScript? _current;
    private string? _seen;
    private IReadOnlyList<string> _closure = [];

    public string? Fault { get; private set; }

    public IMapping? Current => _current;

    /// <summary>Looks whether the text has changed, and puts the new version in force if it compiles and its cases
    /// pass. Answers true when the version in force changed.</summary>
    public bool Poll()
    {
        lock (_gate)
        {
            var path = folders.Find(script);
            if (path is null)
            {
                Fault = $"{script}: there is no such script in the scripts folders";
                return false;
            }

            var version = ScriptCache.VersionOf(path, _closure);
            if (version == _seen)
            {
                return false;
            }

            try
            {
                var changed = cache.Find(path) is { } known ? Swap(known) : Build(path);
                _seen = ScriptCache.VersionOf(path, _closure);
                return changed;
            }
            catch (IOException fault)
            {
                // Not marked as seen: the next look tries again.
                Fault = $"{Path.GetFileName(path)}: it cannot be read now, it is tried again: {fault.Message}";
                return false;
            }
        }
    }

    private bool Build(string path)
    {
        var (image, findings) = Compiled(path);
        if (image is null)
        {
            Fault = findings;
            return false;
        }

        _closure = image.Loaded;
        var candidate = new LoadedScript(image, ScriptCache.VersionOf(path, image.Loaded));
        var failed = CaseRunner.RunAll(path, candidate).FirstOrDefault(result => !result.Passed);
        if (failed is not null)
        {
            candidate.Unload();
            Fault = $"{Path.GetFileName(path)}: its case '{failed.Name}' fails: {failed.Differences[0]}";
            return false;
        }

        cache.Keep(image);
        Put(candidate);
        return true;
    }

    // Apart, so that a warm start never touches the compiler's types.
    private (ScriptImage? Image, string Findings) Compiled(string path)
    {
        var (image, findings) = new ScriptCompiler(folders).Compile(path);
        return (image, string.Join("; ", findings.Take(5)));
    }

    private bool Swap(ScriptImage image)
    {
        _closure = image.Loaded;
        Put(new LoadedScript(image, ScriptCache.VersionOf(image.Path, image.Loaded)));
        return true;
    }

    private void Put(LoadedScript next)
    {
        var before = _current;
        _current = next;
        Fault = null;
        before?.Unload();
    }
}
