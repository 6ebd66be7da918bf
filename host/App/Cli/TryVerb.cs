using System.CommandLine;
using System.Text.Json;
using IntegrationHost.App.Hosting;
using IntegrationHost.App.Site;
using IntegrationHost.Engine;
using IntegrationHost.Engine.Mapping;
using IntegrationHost.Mapping;
using IntegrationHost.Records;
using IntegrationHost.Scripting;
using IntegrationHost.Scripting.Cases;
using IntegrationHost.Scripting.Compilation;

namespace IntegrationHost.App.Cli;

/// <summary><c>ihost try</c>: maps one record and prints the result.</summary>
internal static class TryVerb
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Command()
    {
        var script = new Argument<string>("script")
        {
            Description = "A script's file, or its path inside the scripts folders",
        };
        var record = new Argument<string>("record")
        {
            Description = "A file with the source record as JSON, or - for standard input",
        };
        var flow = new Option<string?>("--flow")
        {
            Description = "Take the settings of this flow (else the first that uses the script)",
        };
        var site = VerbOptions.Site();
        var command = new Command("try", "Maps one record with a script and prints what it gives; writes nothing.")
        {
            script, record, flow, site,
        };
        command.SetAction((parsed, cancel) =>
        {
            var folder = SiteFolders.Find(parsed.GetValue(site)) is null ? null : VerbOptions.SiteOf(parsed, site);
            return Task.FromResult(
                Run(parsed.GetValue(script)!, parsed.GetValue(record)!, parsed.GetValue(flow), folder));
        });
        return command;
    }

    private static int Run(string script, string record, string? flow, string? siteFolder)
    {
        var reader = siteFolder is null ? null : new SiteReader(siteFolder);
        var site = reader?.Read();
        if (reader is { Findings.Count: > 0 })
        {
            return Findings.Print(reader.Findings);
        }

        var path = Path.GetFullPath(script);
        var here = Path.GetDirectoryName(path)!;
        var folders = new ScriptFolders(site?.ScriptsFolder ?? here, AppFolders.Scripts, here);
        path = File.Exists(path) ? path : folders.Find(script) ?? throw new WrongUseException(
            $"there is no script '{script}', neither here nor in the scripts folders");
        var source = Record.Parse(Read(record));
        try
        {
            var run = new ScriptCheck(folders).Try(path, source, Inputs(site, script, flow));
            Terminal.Line(CaseRunner.Show(run).ToJsonString(Indented));
            return run.Unmapped.Count > 0 ? CommandLine.NeedsYou : CommandLine.Fine;
        }
        catch (Exception fault) when (fault is MappingUnavailableException or MappingFailedException)
        {
            Terminal.Error(fault.Message);
            return CommandLine.NeedsYou;
        }
    }

    private static byte[] Read(string record)
    {
        if (record != "-")
        {
            return File.Exists(record)
                ? File.ReadAllBytes(record)
                : throw new WrongUseException($"there is no file '{record}'");
        }

        using var memory = new MemoryStream();
        using var input = Console.OpenStandardInput();
        input.CopyTo(memory);
        return memory.ToArray();
    }

    private static MappingInputs Inputs(SiteDefinition? site, string script, string? flow)
    {
        var tables = new SiteTables(site?.TablesFolder ?? "", Path.Combine(AppFolders.Scripts, "tables"));
        tables.Read();
        foreach (var finding in tables.Findings)
        {
            Terminal.Error(finding.ToString());
        }

        var definition = site?.Flows.FirstOrDefault(
            known => flow is null ? known.Script == script : known.Name == flow);
        return definition is null && flow is not null
            ? throw new WrongUseException($"there is no flow '{flow}'")
            : new TryInputs(site, definition, tables);
    }

    private sealed class TryInputs(SiteDefinition? site, FlowDefinition? flow, SiteTables tables) : MappingInputs
    {
        public override string? Setting(string name) =>
            site is null || flow is null
                ? site?.Settings.GetValueOrDefault(name)
                : new SiteValues(site, tables).Setting(flow, name);

        public override string? TableValue(string table, string key) => tables.ValueOf(table, key);

        public override Record? Read(string name) => null;
    }
}
