using System.Globalization;
using Microsoft.CodeAnalysis;

namespace IntegrationHost.Scripting.Compilation;

/// <summary>Words the compiler's findings for integrators.</summary>
internal static class FindingText
{
    /// <summary>Why something is out of reach.</summary>
    internal const string Why = "a mapping must answer the same for the same record and reach nothing outside it";

    // Known to everybody, in assemblies or namespaces that scripts do not have.
    private static readonly HashSet<string> OutOfReach =
    [
        "Console", "File", "Directory", "Path", "Process", "HttpClient", "Stopwatch", "Thread", "Task", "Timer",
        "Socket",
        "Assembly", "Marshal", "Parallel", "Expression", "Debug", "Trace", "Monitor", "Stream", "StreamReader",
        "StreamWriter", "RandomNumberGenerator",
    ];

    public static ScriptFinding Of(Diagnostic found)
    {
        var at = found.Location.GetMappedLineSpan();
        return new ScriptFinding(
            Path.GetFileName(at.Path),
            at.StartLinePosition.Line + 1,
            at.StartLinePosition.Character + 1,
            found.Id,
            TextOf(found));
    }

    private static string TextOf(Diagnostic found)
    {
        var text = found.GetMessage(CultureInfo.InvariantCulture);
        var quoted = text.Split('\'');
        string Word(int place) => quoted.Length > (2 * place) + 1 ? quoted[(2 * place) + 1] : "";
        return found.Id switch
        {
            // "'File' is inaccessible due to its protection level": the compiler says of what we took away.
            "CS0122" or "CS0271" when TrimmedReferences.Hides(Word(0)) => NotAvailable(Word(0)),
            // "The type name 'Process' could not be found in the namespace 'System.Diagnostics'": forwarded elsewhere.
            "CS1069" => NotAvailable($"{Word(1)}.{Word(0)}"),
            "CS0234" when BannedApi.IsNamespace($"{Word(1)}.{Word(0)}") || BannedApi.IsType(Word(1), Word(0)) =>
                NotAvailable($"{Word(1)}.{Word(0)}"),
            "CS0103" or "CS0246" when OutOfReach.Contains(Word(0)) => NotAvailable(Word(0)),
            "CS0117" or "CS1061" when TrimmedReferences.Hides($"{Word(0)}.{Word(1)}") =>
                NotAvailable($"{Word(0)}.{Word(1)}"),
            "CS0656" when Word(0).StartsWith("System.Threading.", StringComparison.Ordinal) =>
                "'lock' is not available to scripts: a mapping shares nothing, so there is nothing to lock",
            "CS1980" or "CS0656" when text.Contains("dynamic", StringComparison.OrdinalIgnoreCase)
                || text.Contains("CSharpArgumentInfo", StringComparison.Ordinal) =>
                    "'dynamic' is not available to scripts",
            "CS7099" or "CS0006" => "#r is not available to scripts: put the library into a plugin",
            "CS1504" => $"{text}. #load takes files inside the scripts folders only",
            "CS0227" => "unsafe code is not available to scripts",
            _ => text,
        };
    }

    private static string NotAvailable(string what)
    {
        var name = what.Split('(')[0];
        return $"'{name}' is not available to scripts: {Why}. {Instead(name)}";
    }

    private static string Instead(string name) => name switch
    {
        _ when Speaks(name, "DateTime", "TimeZone", "TimeProvider", "Stopwatch", "Timer") =>
            "Use source.Date(…) or source.Instant(…)",
        _ when Speaks(name, "Guid", "Random") => "Make keys of the record's own id",
        _ when Speaks(name, "Environment", "AppContext") => "Use Setting(…)",
        _ when Speaks(name, "GetType") => "Ask a record with Has(…)",
        _ when Speaks(name, "Http", "File", "Stream", "Directory") =>
            "Ask for what it needs with Link, Find, Table or the flow's reads; all else belongs in a plugin",
        _ => "Such work belongs in a plugin",
    };

    private static bool Speaks(string name, params string[] words) =>
        words.Any(word => name.Contains(word, StringComparison.Ordinal));
}
