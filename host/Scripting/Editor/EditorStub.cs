using System.Reflection;
using System.Text;
using IntegrationHost.Mapping;

namespace IntegrationHost.Scripting.Editor;

/// <summary>What gives an editor completion in scripts: <c>host.csx</c>, made from <see cref="MappingScript"/> and
/// never run by the host, and the settings of OmniSharp, which is the language server that knows
/// <c>.csx</c>.</summary>
public static class EditorStub
{
    /// <summary>The text of <c>host.csx</c>.</summary>
    /// <param name="contractPath">Where the contract assembly is, for the editor.</param>
    public static string Text(string contractPath)
    {
        var text = new StringBuilder()
            .Append("// Made by 'ihost new' for editors. Scripts say #load \"host.csx\"; the host reads it as empty.\n")
            .Append($"#r \"{contractPath}\"\n");
        foreach (var space in Compilation.ScriptCompiler.Usings)
        {
            text.Append($"using {space};\n");
        }

        text.Append("\nRecord source = new();\n");
        foreach (var method in typeof(
            MappingScript).GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsSpecialName))
        {
            text.Append(
                $"{TypeOf(method.ReturnType)} {method.Name}({string.Join(", ", method.GetParameters().Select(Show))})")
                .Append(method.ReturnType == typeof(void) ? " { }\n" : " => default!;\n");
        }

        return text.ToString();
    }

    /// <summary>Writes the stub and the editor settings into a scripts folder.</summary>
    public static void Write(string folder, string contractPath)
    {
        Directory.CreateDirectory(Path.Combine(folder, ".vscode"));
        File.WriteAllText(Path.Combine(folder, "host.csx"), Text(contractPath));
        File.WriteAllText(Path.Combine(folder, "omnisharp.json"),
            """{ "script": { "enableScriptNuGetReferences": false, "defaultTargetFramework": "net10.0" } }""" + "\n");
        File.WriteAllText(Path.Combine(folder, ".vscode", "settings.json"),
            """{ "dotnet.server.useOmnisharp": true }""" + "\n");
    }

    private static string Show(ParameterInfo parameter) => parameter.HasDefaultValue
        ? $"{TypeOf(parameter.ParameterType)}? {parameter.Name} = null"
        : $"{TypeOf(parameter.ParameterType)} {parameter.Name}";

    private static string TypeOf(Type type) => type == typeof(void) ? "void"
        : type == typeof(string) ? "string"
        : type == typeof(decimal) ? "decimal"
        : type.Name;
}
