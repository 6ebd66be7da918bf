using System.Runtime.CompilerServices;
using IntegrationHost.Scripting.Compilation;
using Shouldly;

namespace IntegrationHost.Scripting.Tests;

/// <summary>Every script that ships compiles, and gives what its cases want.</summary>
public sealed class The_script_pack
{
    private const int CasesLeast = 3;

    private static readonly string Folder = Path.GetFullPath(Path.Combine(Here(), "..", "..", "scripts"));

    public static TheoryData<string> Scripts() =>
        [.. Directory.EnumerateFiles(Folder, "*.csx", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/'))
        .Where(script => !script.StartsWith("lib/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_script_compiles_and_its_cases_pass(string script)
    {
        var report = new ScriptCheck(new ScriptFolders(Folder)).Check(script);

        report.Findings.ShouldBeEmpty();
        report.Cases.Where(result => !result.Passed)
            .Select(result => $"{result.Name}: {string.Join("; ", result.Differences)}").ShouldBeEmpty();
        report.Cases.Count.ShouldBeGreaterThanOrEqualTo(CasesLeast);
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
