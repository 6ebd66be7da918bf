using IntegrationHost.Engine.Mapping;
using IntegrationHost.Scripting.Compilation;
using IntegrationHost.Scripting.Library;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHost.Simulation.Hosting;

/// <summary>The scripts of the pack, compiled once for all runs, in two versions that map alike: to reload is to put
/// the other one in force.</summary>
internal sealed class Pack : IMappings
{
    /// <summary>The pack's folder beside the program.</summary>
    public static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "pack");

    private static readonly Lazy<IReadOnlyDictionary<string, IMapping>[]> Versions = new(
        () => [Load(Folder), Load(SavedOnceMore())]);

    private int _inForce;

    public IMapping Current(string script) =>
        Versions.Value[_inForce].GetValueOrDefault(script)
        ?? throw new MappingUnavailableException($"{script} is not in the pack");

    public void Reload() => _inForce = 1 - _inForce;

    // What is compiled stays beside the program, so that the next start finds it.
    private static Dictionary<string, IMapping> Load(string folder)
    {
        var library = new ScriptLibrary(new ScriptFolders(folder), Path.Combine(AppContext.BaseDirectory, "compiled"),
            TimeProvider.System, NullLogger<ScriptLibrary>.Instance);
        return Directory.EnumerateFiles(folder, "*.csx", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Where(script => !script.StartsWith("lib/", StringComparison.Ordinal))
            .ToDictionary(script => script, library.Current);
    }

    private static string SavedOnceMore()
    {
        var again = Path.Combine(AppContext.BaseDirectory, "pack-saved-once-more");
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(again, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            var head = file.EndsWith(".csx", StringComparison.Ordinal) ? "// As it was, saved once more.\n" : "";
            var text = head + File.ReadAllText(file);
            if (!File.Exists(copy) || File.ReadAllText(copy) != text)
            {
                File.WriteAllText(copy, text); // Another run on this machine may be reading it.
            }
        }

        return again;
    }
}
