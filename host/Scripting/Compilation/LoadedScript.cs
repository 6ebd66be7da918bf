using System.Diagnostics;
using System.Runtime.Loader;
using IntegrationHost.Engine.Mapping;
using IntegrationHost.Mapping;
using IntegrationHost.Records;

namespace IntegrationHost.Scripting.Compilation;

/// <summary>One version of a script, loaded into a context of its own that goes when nothing refers to it any more.
/// Each run is a fresh submission: nothing is left from one record to the next.</summary>
internal sealed class LoadedScript : IMapping
{
    private readonly AssemblyLoadContext _context;
    private readonly Func<object?[], Task<MappingResult>> _enter;
    private readonly string _file;

    public LoadedScript(ScriptImage image, string version)
    {
        Version = version;
        _file = Path.GetFileName(image.Path);
        _context = new AssemblyLoadContext($"script {_file} {version}", isCollectible: true);
        using var assembly = new MemoryStream(image.Assembly);
        _enter = _context.LoadFromStream(assembly)
            .GetType(image.EntryType, throwOnError: true)!
            .GetMethod(image.EntryMethod, System.Reflection.BindingFlags.Static
                | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic)!
            .CreateDelegate<Func<object?[], Task<MappingResult>>>();
    }

    public string Version { get; }

    /// <summary>Lets the context go once the runs on their way are over.</summary>
    public WeakReference Unload()
    {
        _context.Unload();
        return new WeakReference(_context);
    }

    public MappingRun Run(Record source, MappingInputs inputs)
    {
        var script = new MappingScript(source, inputs);
        try
        {
            ScriptLimits.Begin();
            // Slot 0 holds the globals, slot 1 the submission itself. A script never waits, so its task has ended.
            var result = _enter([script, null]).GetAwaiter().GetResult();
            return new MappingRun(
                result ?? throw new RecordException(
                    "the script returned nothing; return a record, Skip(…) or Refuse(…)"),
                script.Unmapped, script.Expectations);
        }
        catch (Exception fault)
        {
            throw new MappingFailedException(
                $"{PlaceOf(fault)}: {TextOf(fault)}", fault) { Unmapped = script.Unmapped };
        }
    }

    private static string TextOf(Exception fault) =>
        fault is RecordException ? fault.Message : $"{fault.GetType().Name}: {fault.Message}";

    private string PlaceOf(Exception fault)
    {
        var frame = new StackTrace(fault, fNeedFileInfo: true).GetFrames()
            .FirstOrDefault(frame => frame.GetFileName()?.EndsWith(".csx", StringComparison.Ordinal) == true);
        return frame is null ? _file : $"{Path.GetFileName(frame.GetFileName())}({frame.GetFileLineNumber()})";
    }
}
