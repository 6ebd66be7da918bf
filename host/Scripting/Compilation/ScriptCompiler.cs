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
    public CompiledScript Compile(string path)
    {
        var resolver = new LoadResolver(folders);
        var bytes = File.ReadAllBytes(path);
        // Judged as it was written, then built with its limits in it: these move columns.
        var compilation = CompilationOf(path, bytes, resolver);
        ScriptFinding[] findings =
        [
            .. compilation.GetDiagnostics().Where(IsError).Select(FindingText.Of)
                .Concat(compilation.SyntaxTrees.SelectMany(ScriptLint.Check))
                .Distinct()
                .OrderBy(finding => finding.Line),
        ];
        SourceFile[] sources = [SourceFile.Of(path, bytes), .. resolver.Asked.Where(file => file.Path != path)];
        if (findings.Length > 0)
        {
            return new CompiledScript(null, findings, sources);
        }

        var limited = CompilationOf(path, Limited(bytes), new LoadResolver(folders, Limited));
        using var image = new MemoryStream();
        var emitted = limited.Emit(image, options: Emit);
        if (!emitted.Success)
        {
            return new CompiledScript(
                null, [.. emitted.Diagnostics.Where(IsError).Select(FindingText.Of).Distinct()], sources);
        }

        var entry = limited.GetEntryPoint(CancellationToken.None)!;
        var built = new ScriptImage(sources, entry.ContainingType.MetadataName, entry.MetadataName, image.ToArray());
        return ImageCheck.BannedUse(built) is { } banned
            ? new CompiledScript(null, [banned], sources)
            : new CompiledScript(built, [], sources)
            {
                Tables = [.. compilation.SyntaxTrees.SelectMany(TableUses.In)],
                Fields = [.. compilation.SyntaxTrees.SelectMany(
                    tree => FieldUses.In(tree, compilation.GetSemanticModel(tree)))],
            };
    }

    private static byte[] Limited(byte[] script) => LimitWriter.Write(script, Parse);

    private static bool IsError(Diagnostic found) => found.Severity == DiagnosticSeverity.Error;

    private static CSharpCompilation CompilationOf(string path, byte[] bytes, LoadResolver resolver) =>
        CSharpCompilation.CreateScriptCompilation(
            $"script-{Path.GetFileNameWithoutExtension(path)}",
            CSharpSyntaxTree.ParseText(SourceText.From(new MemoryStream(bytes), Encoding.UTF8), Parse, path),
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
}
