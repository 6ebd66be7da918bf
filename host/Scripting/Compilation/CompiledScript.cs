namespace IntegrationHost.Scripting.Compilation;

/// <summary>How a compilation ended.</summary>
/// <param name="Image">Null when something is wrong.</param>
/// <param name="Findings">What is wrong.</param>
/// <param name="Sources">The script's file and those it loads or tried to load: a change of one is worth another
/// try.</param>
internal sealed record CompiledScript(
    ScriptImage? Image, IReadOnlyList<ScriptFinding> Findings, IReadOnlyList<SourceFile> Sources)
{
    /// <summary>The tables it asks for by name.</summary>
    public IReadOnlyList<TableUse> Tables { get; init; } = [];

    /// <summary>The fields it writes by name.</summary>
    public IReadOnlyList<FieldUse> Fields { get; init; } = [];
}
