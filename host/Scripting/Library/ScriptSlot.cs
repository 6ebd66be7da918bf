using IntegrationHost.Engine.Mapping;
using IntegrationHost.Scripting.Cases;
using IntegrationHost.Scripting.Compilation;

namespace IntegrationHost.Scripting.Library;

/// <summary>One script: the version in force, and why a newer text is not.</summary>
internal sealed class ScriptSlot(string script, ScriptFolders folders, ScriptCache cache)
{
    private const int FindingsShown = 5;

    private readonly Lock _gate = new();
    private readonly List<WeakReference> _replaced = [];
    private volatile LoadedScript? _current;
    private volatile string? _fault;
    private IReadOnlyList<string> _watched = [];
    private string? _seen;

    /// <summary>Why the newest text is not in force, or null.</summary>
    public string? Fault => _fault;

    public IMapping? Current => _current;

    /// <summary>Replaced versions that are still in memory.</summary>
    public int ReplacedAlive
    {
        get
        {
            lock (_gate)
            {
                _replaced.RemoveAll(context => !context.IsAlive);
                return _replaced.Count;
            }
        }
    }

    /// <summary>Looks whether the text or its cases have changed, and puts the new version in force if it compiles
    /// and its cases pass. Answers true when the version in force changed.</summary>
    public bool Poll()
    {
        lock (_gate)
        {
            try
            {
                return Look();
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // Not marked as seen: the next look tries again.
                _fault = $"{script}: it cannot be read now, the next look tries again: {fault.Message}";
                return false;
            }
        }
    }

    private bool Look()
    {
        if (folders.Find(script) is not { } path)
        {
            _seen = null;
            _fault = $"{script}: there is no such script in the scripts folders";
            return false;
        }

        var cases = CaseFiles.StateOf(path);
        if (_seen is not null && _seen == StateOf(_watched.Prepend(path).Select(SourceFile.Read), cases))
        {
            return false;
        }

        var known = cache.Find(path);
        var compiled = known is null ? Compile(path) : new Attempt(known.Image, known.Image.Sources, "");
        _watched = [.. compiled.Sources.Skip(1).Select(file => file.Path)];
        // What was read, not what stands there by now: an edit in between is seen by the next look.
        _seen = StateOf(compiled.Sources, cases);
        _fault = compiled.Findings;
        return compiled.Image is not null && Judge(compiled.Image, cases, passed: known?.Cases == cases);
    }

    private bool Judge(ScriptImage image, string cases, bool passed)
    {
        var version = ScriptCache.KeyOf(image.Sources)[..VersionDigits];
        var before = _current;
        var candidate = before?.Version == version ? before : new LoadedScript(image, version);
        if (!passed
            && CaseRunner.RunAll(image.Path, candidate, folders).FirstOrDefault(result => !result.Passed) is { } bad)
        {
            _fault = $"{Path.GetFileName(image.Path)}: its case '{bad.Name}' fails: {bad.Differences[0]}";
            if (candidate != before)
            {
                candidate.Unload();
            }

            return false;
        }

        _fault = null;
        if (!passed)
        {
            cache.Keep(new CachedScript(image, cases));
        }

        if (candidate == before)
        {
            return false;
        }

        _current = candidate;
        if (before is not null)
        {
            _replaced.Add(before.Unload());
        }

        return true;
    }

    // Apart, so that a warm start never touches the compiler's types.
    private Attempt Compile(string path)
    {
        var compiled = new ScriptCompiler(folders).Compile(path);
        return new Attempt(
            compiled.Image,
            compiled.Sources,
            compiled.Image is null ? string.Join("; ", compiled.Findings.Take(FindingsShown)) : null);
    }

    private static string StateOf(IEnumerable<SourceFile> sources, string cases) => ScriptCache.KeyOf(sources) + cases;

    private const int VersionDigits = 12;

    private sealed record Attempt(ScriptImage? Image, IReadOnlyList<SourceFile> Sources, string? Findings);
}
