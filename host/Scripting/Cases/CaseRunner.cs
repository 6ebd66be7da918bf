using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHost.Engine.Mapping;
using IntegrationHost.Mapping;
using IntegrationHost.Records;
using IntegrationHost.Scripting.Compilation;

namespace IntegrationHost.Scripting.Cases;

/// <summary>Runs the cases that stand beside a script: <c>order.cases/paid.in.json</c> must give
/// <c>order.cases/paid.out.json</c>. Inputs come from <c>paid.inputs.json</c> or the folder's
/// <c>inputs.json</c>, tables also from the pack.</summary>
public static class CaseRunner
{
    /// <summary>All cases of a script, in order of name.</summary>
    public static IReadOnlyList<CaseResult> RunAll(string scriptPath, IMapping mapping, ScriptFolders folders)
    {
        ArgumentNullException.ThrowIfNull(folders);
        var tables = folders.TablesBeside(scriptPath);
        return [.. CaseFiles.StemsOf(scriptPath).Select(stem => Run(stem, mapping, tables))];
    }

    /// <summary>What a run gave, in the form of an out file.</summary>
    public static JsonNode Show(MappingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Unmapped.Count > 0 ? ShowUnmapped(run.Unmapped) : run.Result switch
        {
            MappingResult.Skip skip => new JsonObject { ["skip"] = skip.Reason },
            MappingResult.Refuse refuse => new JsonObject { ["refuse"] = refuse.Reason },
            MappingResult.Write write => ShowWrite(write, run.Expectations),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static JsonObject ShowUnmapped(IReadOnlyList<UnmappedValue> unmapped) => new()
    {
        ["unmapped"] = new JsonArray([.. unmapped.Distinct().Select(value =>
            new JsonObject { ["table"] = value.Table, ["key"] = value.Key })]),
    };

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

    private static CaseResult Run(string stem, IMapping mapping, string? tables)
    {
        var name = Path.GetFileName(stem);
        try
        {
            var source = Record.Parse(File.ReadAllBytes(stem + CaseFiles.InSuffix));
            var wanted = JsonNode.Parse(File.ReadAllBytes(stem + CaseFiles.OutSuffix));
            var shown = Answer(mapping, source, CaseInputs.Of(stem, tables));
            return new CaseResult(name, JsonDifference.Between(wanted, shown));
        }
        catch (MappingFailedException fault)
        {
            return Failed(name, fault.Message);
        }
        catch (Exception fault) when (fault is IOException or JsonException or RecordException)
        {
            return Failed(name, $"the case cannot be read: {fault.Message}");
        }
    }

    private static JsonNode Answer(IMapping mapping, Record source, CaseInputs inputs)
    {
        try
        {
            return Show(mapping.Run(source, inputs));
        }
        catch (MappingFailedException fault) when (fault.Unmapped.Count > 0)
        {
            // The host holds such a record for the table, not for the fault that the missing value may have caused.
            return ShowUnmapped(fault.Unmapped);
        }
    }

    private static CaseResult Failed(string name, string fault) =>
        new(name, [new CaseDifference("", null, null) { Fault = fault }]);
}
