using System.Text;
using IntegrationHost.Mapping;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace IntegrationHost.Scripting.Compilation;

/// <summary>Compiles a script as a submission whose globals are <see cref="MappingScript"/> and whose answer is a
/// <see cref="MappingResult"/>.</summary>
internal sealed class ScriptCompiler(ScriptFolders folders)
{
    /// <summary>What every script may use without saying so.</summary>
    internal static readonly string[] Usings =
    [
        "System", "System.Collections.Generic", "System.Globalization", "System.Linq", "System.Text",
        "IntegrationHost.Mapping", "IntegrationHost.Records",
    ];

    private static readonly CSharpParseOptions Parse =
        new(LanguageVersion.CSharp14, DocumentationMode.None, SourceCodeKind.Script);

    private static readonly EmitOptions Emit = new(debugInformationFormat: DebugInformationFormat.Embedded);

    /// <summary>The image, or what is wrong with the text.</summary>
    public (ScriptImage? Image, IReadOnlyList<ScriptFinding> Findings) Compile(string path)
    {
        var resolver = new LoadResolver(folders);
        var text = SourceText.From(File.ReadAllText(path), Encoding.UTF8);
        var tree = CSharpSyntaxTree.ParseText(text, Parse, path);
        var compilation = CSharpCompilation.CreateScriptCompilation(
            $"script-{Path.GetFileNameWithoutExtension(path)}",
            tree,
            TrimmedReferences.All,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                scriptClassName: "Script",
                usings: Usings,
                optimizationLevel: OptimizationLevel.Release,
                sourceReferenceResolver: resolver,
                metadataReferenceResolver: null,
                nullableContextOptions: NullableContextOptions.Annotations,
                allowUnsafe: false),
            returnType: typeof(MappingResult),
            globalsType: typeof(MappingScript));
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image, options: Emit);
        var findings = emitted.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error)
            .Select(FindingText.Of)
            .Concat(compilation.SyntaxTrees.SelectMany(ScriptLint.Check))
            .Distinct()
            .ToArray();
        if (!emitted.Success || findings.Length > 0)
        {
            return (null, findings);
        }

        var entry = compilation.GetEntryPoint(CancellationToken.None)!;
        var built = new ScriptImage(
            path, [
                .. resolver.Loaded.Distinct()], entry.ContainingType.MetadataName, entry.MetadataName, image.ToArray());
        return ImageCheck.BannedUse(built) is { } banned ? (null, [banned]) : (built, []);
    }
}
