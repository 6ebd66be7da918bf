using System.CommandLine;
using System.Text.Json;
using IntegrationHost.App.Api;
using IntegrationHost.App.Hosting;
using IntegrationHost.App.Plugins;
using IntegrationHost.App.Site;
using IntegrationHost.App.Web.Page;
using IntegrationHost.Connectors;
using IntegrationHost.Scripting;
using IntegrationHost.Scripting.Compilation;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHost.App.Cli;

/// <summary><c>ihost check</c>: everything that can be known without writing anything.</summary>
internal static class CheckVerb
{
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(60);

    public static Command Command()
    {
        var site = VerbOptions.Site();
        var live = new Option<bool>("--live") { Description = "Also connect to every account (writes nothing)" };
        var json = VerbOptions.Json();
        var command = new Command(
            "check", "Checks a site: keys, plugins, options, secrets, tables, scripts and their cases.")
        {
            site, live, json,
        };
        command.SetAction((parsed, cancel) =>
            RunAsync(VerbOptions.SiteOf(parsed, site), parsed.GetValue(live), parsed.GetValue(json), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string folder, bool live, bool json, CancellationToken cancel)
    {
        var reader = new SiteReader(folder);
        var (findings, passed) = reader.Read() is { } site
            ? await CheckAsync(site, live, cancel)
            : (reader.Findings, []);
        if (json)
        {
            Terminal.Line(JsonSerializer.Serialize(new { findings, passed }, ApiJson.Options));
            return findings.Count == 0 ? CommandLine.Fine : CommandLine.NeedsYou;
        }

        foreach (var line in passed)
        {
            Terminal.Line(line);
        }

        return Findings.Print(findings);
    }

    private static async Task<(IReadOnlyList<SiteFinding> Findings, IReadOnlyList<string> Passed)> CheckAsync(
        SiteDefinition site, bool live, CancellationToken cancel)
    {
        var passed = new List<string>();

        using var plugins = new PluginCatalogue(site.PluginsFolder, AppFolders.Plugins);
        await using var connections = Connections.Make(
            site, plugins, _ => new NoTokens(), NullLoggerFactory.Instance, TimeProvider.System);
        var tables = new SiteTables(site.TablesFolder, Path.Combine(AppFolders.Scripts, "tables"));
        tables.Read();
        var fields = new Dictionary<string, IReadOnlyList<FieldUse>>();
        var findings = connections.Findings.Concat(tables.Findings)
            .Concat(site.Flows.SelectMany(flow => FlowCheck.Check(flow, connections.All)
                .Concat(FlowCheck.CheckPair(flow, site.Flows, connections.All))))
            .Concat(Scripts(site, tables, passed, fields))
            .ToList();
        if (live)
        {
            var unreached = await ConnectAsync(connections.All, passed, cancel);
            findings.AddRange(unreached);
            foreach (var flow in site.Flows.Where(flow => !unreached.Any(each => each.Key == KeyOf(flow.To.Connection))
                && fields.ContainsKey(flow.Script)))
            {
                findings.AddRange(await FieldCheck.CheckAsync(flow, fields[flow.Script], connections.All, cancel));
            }
        }

        passed.Add($"{Show.Count(site.Connections.Count, "connection")}, {Show.Count(site.Flows.Count, "flow")}, "
            + Show.Count(findings.Count, "finding"));
        return (findings, passed);
    }

    private static IEnumerable<SiteFinding> Scripts(SiteDefinition site, SiteTables tables, List<string> passed,
        Dictionary<string, IReadOnlyList<FieldUse>> fields)
    {
        var folders = new ScriptFolders(site.ScriptsFolder, AppFolders.Scripts);
        var check = new ScriptCheck(folders);
        foreach (var flow in site.Flows.Where(flow => folders.Find(flow.Script) is null))
        {
            yield return new SiteFinding($"ihost.json: flows:{flow.Name}:script",
                $"there is no script '{flow.Script}', neither in {site.ScriptsFolder} nor in {AppFolders.Scripts}");
        }

        foreach (var script in site.Flows.Select(flow => flow.Script).Distinct())
        {
            if (folders.Find(script) is null)
            {
                continue;
            }

            var report = check.Check(script);
            fields[script] = report.Fields;
            foreach (var finding in report.Findings)
            {
                yield return new SiteFinding(script, finding.ToString());
            }

            foreach (var use in report.Tables.Where(use => !tables.Has(use.Table)).DistinctBy(use => use.Table))
            {
                var file = Path.Combine(site.TablesFolder, $"{use.Table}.csv");
                yield return new SiteFinding(script, $"{use.File}({use.Line},{use.Column}): there is no table "
                    + $"'{use.Table}'; write {file}, its first line key,value");
            }

            foreach (var failed in report.Cases.Where(result => !result.Passed))
            {
                yield return new SiteFinding($"{script} case {failed.Name}", string.Join("; ", failed.Differences));
            }

            if (report.Passed)
            {
                passed.Add($"{script}: compiles, {report.Cases.Count} cases pass");
            }
        }
    }

    private static async Task<IReadOnlyList<SiteFinding>> ConnectAsync(
        IReadOnlyDictionary<string, IConnector> connectors, List<string> passed, CancellationToken cancel)
    {
        var findings = new List<SiteFinding>();
        foreach (var (name, connector) in connectors)
        {
            using var within = new CancellationTokenSource(ConnectWithin, TimeProvider.System);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(within.Token, cancel);
            var health = await CheckAsync(connector, either.Token);
            if (health.Ok)
            {
                passed.Add($"{name}: connected, {health.Detail}");
            }
            else
            {
                findings.Add(new SiteFinding(KeyOf(name), $"not connected: {health.Detail}"));
            }
        }

        return findings;
    }

    private static string KeyOf(string connection) => $"connection {connection}";

    private static async Task<Health> CheckAsync(IConnector connector, CancellationToken cancel)
    {
        try
        {
            return await connector.CheckAsync(cancel);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return new Health(false, fault.Message);
        }
    }

    /// <summary>A check has no state to keep tokens in: a connector fetches new ones.</summary>
    private sealed class NoTokens : Tokens
    {
        public override Task<StoredToken?> ReadAsync(string name, CancellationToken cancel) =>
            Task.FromResult<StoredToken?>(null);

        public override Task<bool> ReplaceAsync(string name, string value, long? expected, CancellationToken cancel) =>
            Task.FromResult(true);
    }
}
