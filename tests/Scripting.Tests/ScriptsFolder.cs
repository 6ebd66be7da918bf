using IntegrationHost.Mapping;
using IntegrationHost.Scripting.Compilation;
using IntegrationHost.Scripting.Library;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHost.Scripting.Tests;

/// <summary>A scripts folder and a cache folder on disk, deleted afterwards.</summary>
internal sealed class ScriptsFolder : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("ihost-scripts-");

    public ScriptsFolder() => Directory.CreateDirectory(Scripts);

    public string Scripts => Path.Combine(_root.FullName, "scripts");

    public string Cache => Path.Combine(_root.FullName, "cache");

    public ScriptFolders Folders => new(Scripts);

    public ScriptLibrary Library() => new(Folders, Cache, TimeProvider.System, NullLogger<ScriptLibrary>.Instance);

    public ScriptsFolder With(string name, string text)
    {
        var path = Path.Combine(Scripts, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public string FindingsOf(string body)
    {
        With("probe.csx", body);
        return string.Join("\n", new ScriptCheck(Folders).Check("probe.csx").Findings);
    }

    public void Dispose() => _root.Delete(recursive: true);
}

/// <summary>Inputs given by a test.</summary>
internal sealed class GivenInputs : MappingInputs
{
    public Dictionary<string, string> Tables { get; } = [];

    public override string? Setting(string name) => name == "shop" ? "us" : null;

    public override string? TableValue(string table, string key) => Tables.GetValueOrDefault($"{table}/{key}");

    public override Record? Read(string name) => null;
}
