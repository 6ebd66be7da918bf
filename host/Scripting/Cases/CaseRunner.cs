using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHost.Engine.Mapping;
using IntegrationHost.Mapping;
using IntegrationHost.Records;

namespace IntegrationHost.Scripting.Cases;

/// <summary>Runs the cases that stand beside a script: <c>order.cases/paid.in.json</c> must give
/// <c>order.cases/paid.out.json</c>. Inputs come from <c>paid.inputs.json</c> or the folder's
/// <c>inputs.json</c>.</summary>
public static class CaseRunner
{
    private const string InSuffix = ".in.json";

    /// <summary>All cases of a script, in order of name.</summary>
    public static IReadOnlyList<CaseResult> RunAll(string scriptPath, IMapping mapping)
    {
        var folder = Path.ChangeExtension(scriptPath, ".cases");
        return !Directory.Exists(folder) ? [] : [.. Directory.EnumerateFiles(folder, "*" + InSuffix)
            .Order(StringComparer.Ordinal)
            .Select(file => Run(file, mapping))];
    }

    /// <summary>What a run gave, in the form of an out file.</summary>
    public static JsonNode Show(MappingRun run)
    {
        if (run.Unmapped.Count > 0)
        {
            return new JsonObject
            {
                ["unmapped"] = new JsonArray([.. run.Unmapped.Distinct().Select(value =>
                    new JsonObject { ["table"] = value.Table, ["key"] = value.Key })]),
            };
        }

        return run.Result switch
        {
            MappingResult.Skip skip => new JsonObject { ["skip"] = skip.Reason },
            MappingResult.Refuse refuse => new JsonObject { ["refuse"] = refuse.Reason },
            MappingResult.Write write => ShowWrite(write, run.Expectations),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static JsonObject ShowWrite(MappingResult.Write write, IReadOnlyList<Expectation> expectations)
    {
        var shown = JsonNode.Parse(write.Record.ToUtf8())!.AsObject();
        if (write.Entity is not null)
        {
            shown["$entity"] = write.Entity;
        }

        if (expectations.Count > 0)
        {
            shown["$expect"] = new JsonObject(expectations.Select(wanted =>
                KeyValuePair.Create(wanted.Field, (JsonNode?)JsonValue.Create(wanted.Amount))));
        }

        return shown;
    }

    private static CaseResult Run(string inFile, IMapping mapping)
    {
        var stem = inFile[..^InSuffix.Length];
        var name = Path.GetFileName(stem);
        try
        {
            var shown = Show(mapping.Run(Record.Parse(File.ReadAllBytes(inFile)), InputsOf(stem)));
            var wanted = JsonNode.Parse(File.ReadAllBytes(stem + ".out.json"));
            return new CaseResult(name, JsonDifference.Between(wanted, shown));
        }
        catch (MappingFailedException fault)
        {
            return new CaseResult(name, [fault.Message]);
        }
        catch (Exception fault) when (fault is IOException or JsonException or RecordException)
        {
            return new CaseResult(name, [$"the case cannot be read: {fault.Message}"]);
        }
    }

    private static CaseInputs InputsOf(string stem)
    {
        var own = stem + ".inputs.json";
        var shared = Path.Combine(Path.GetDirectoryName(stem)!, "inputs.json");
        var file = File.Exists(own) ? own : File.Exists(shared) ? shared : null;
        return file is null ? CaseInputs.None : new CaseInputs(JsonDocument.Parse(File.ReadAllBytes(file)).RootElement);
    }
}

/// <summary>How a case ended.</summary>
/// <param name="Name">The case's name.</param>
/// <param name="Differences">Field by field; none when it passed.</param>
public sealed record CaseResult(string Name, IReadOnlyList<string> Differences)
{
    /// <summary>True when the script gave what the case wants.</summary>
    public bool Passed => Differences.Count == 0;
}
