using System.Text;
using IntegrationHost.Scripting.Compilation;

namespace IntegrationHost.Scripting.Cases;

/// <summary>Where the cases of a script are: <c>order.csx</c> has its in <c>order.cases/</c>.</summary>
internal static class CaseFiles
{
    public const string InSuffix = ".in.json";
    public const string OutSuffix = ".out.json";
    public const string InputsSuffix = ".inputs.json";
    public const string SharedInputs = "inputs.json";

    /// <summary>The files without their suffix, in order of name.</summary>
    public static IReadOnlyList<string> StemsOf(string scriptPath)
    {
        var folder = FolderOf(scriptPath);
        return !Directory.Exists(folder) ? [] : [.. Directory.EnumerateFiles(folder, "*" + InSuffix)
            .Order(StringComparer.Ordinal)
            .Select(file => file[..^InSuffix.Length])];
    }

    /// <summary>Changes with every edit of a case.</summary>
    public static string StateOf(string scriptPath)
    {
        var folder = FolderOf(scriptPath);
        return !Directory.Exists(folder) ? "" : SourceFile.Of("", Encoding.UTF8.GetBytes(string.Concat(
            Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(SourceFile.Read)))).Hash;
    }

    private static string FolderOf(string scriptPath) => Path.ChangeExtension(scriptPath, ".cases");
}
