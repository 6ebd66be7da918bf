using IntegrationHost.Engine.Mapping;
using IntegrationHost.Mapping;
using IntegrationHost.Records;
using IntegrationHost.Scripting.Cases;
using IntegrationHost.Scripting.Compilation;

namespace IntegrationHost.Scripting;

/// <summary>Compiles a script and runs its cases without putting it in force: for <c>ihost check</c> and
/// <c>ihost try</c>.</summary>
public sealed class ScriptCheck(ScriptFolders folders)
{
    /// <summary>Everything that is wrong with a script and its cases.</summary>
    public ScriptReport Check(string script)
    {
        if (folders.Find(script) is not { } path)
        {
            return new ScriptReport([new ScriptFinding(script, 0, 0, "IH004", "no scripts folder has this file")], []);
        }

        var compiled = new ScriptCompiler(folders).Compile(path);
        if (compiled.Image is null)
        {
            return new ScriptReport(compiled.Findings, []);
        }

        var loaded = Load(compiled.Image);
        var cases = CaseRunner.RunAll(path, loaded, folders);
        loaded.Unload();
        return new ScriptReport([], cases) { Tables = compiled.Tables, Fields = compiled.Fields };
    }

    /// <summary>Maps one record with a script file.</summary>
    /// <exception cref="MappingUnavailableException">It does not compile.</exception>
    /// <exception cref="MappingFailedException">It threw.</exception>
    public MappingRun Try(string path, Record source, MappingInputs inputs)
    {
        var compiled = new ScriptCompiler(folders).Compile(path);
        return compiled.Image is null
            ? throw new MappingUnavailableException(string.Join(Environment.NewLine, compiled.Findings))
            : Load(compiled.Image).Run(source, inputs);
    }

    private static LoadedScript Load(ScriptImage image) => new(image, "check");
}

/// <summary>What a check found.</summary>
/// <param name="Findings">In the text.</param>
/// <param name="Cases">How its cases ended; none when it does not compile.</param>
public sealed record ScriptReport(IReadOnlyList<ScriptFinding> Findings, IReadOnlyList<CaseResult> Cases)
{
    /// <summary>The tables it asks for by name; whether they are there is the site's to know.</summary>
    public IReadOnlyList<TableUse> Tables { get; init; } = [];

    /// <summary>The fields it writes by name; whether the account has them is the account's to know.</summary>
    public IReadOnlyList<FieldUse> Fields { get; init; } = [];

    /// <summary>True when nothing is wrong.</summary>
    public bool Passed => Findings.Count == 0 && Cases.All(result => result.Passed);
}
