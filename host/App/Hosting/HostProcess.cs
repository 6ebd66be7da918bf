using IntegrationHost.App.Plugins;
using IntegrationHost.App.Site;
using IntegrationHost.App.Web;
using IntegrationHost.App.Web.Page;
using IntegrationHost.Engine;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Scripting.Compilation;
using IntegrationHost.Scripting.Library;
using IntegrationHost.Storage;
using Microsoft.Extensions.Logging;
using Serilog.Extensions.Logging;

namespace IntegrationHost.App.Hosting;

/// <summary>A running site: opens the state, makes the connections, starts web server and engine, and drains at the
/// end.</summary>
internal sealed class HostProcess(SiteDefinition site, TimeProvider time, Serilog.ILogger log) : IDisposable
{
    private readonly SerilogLoggerFactory _loggers = new(log);

    /// <summary>Runs until the process is asked to stop (0), or the state can no longer be trusted (1). Once it runs,
    /// <paramref name="cancel"/> asks it to drain; it cuts nothing short.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var logger = _loggers.CreateLogger<HostProcess>();
        var ring = KeyRing.Open(site.State.KeysFolder);
        await using var store = await StateOpening.OpenAsync(site, ring, time, cancel);
        if (store.Told is { } told)
        {
            logger.LogWarning("{Told}", told);
        }

        using var plugins = new PluginCatalogue(site.PluginsFolder, AppFolders.Plugins);
        await using var connections = Connections.Make(site, plugins,
            name => new StateTokens(name, store.Ledger, ring.TokensOf(name), time), _loggers, time);
        var scripts = new ScriptLibrary(new ScriptFolders(site.ScriptsFolder, AppFolders.Scripts),
            Path.Combine(site.DataFolder, "script-cache"), time, _loggers.CreateLogger<ScriptLibrary>());
        var tables = new SiteTables(site.TablesFolder, Path.Combine(AppFolders.Scripts, "tables"));
        var values = await ValuesAsync(store.Ledger, tables, cancel);
        foreach (var finding in connections.Findings.Concat(tables.Findings)
            .Concat(FlowFindings(connections).Select(each => each.Finding)))
        {
            logger.LogError("{Finding}", finding.ToString());
        }

        await using var engine = new IntegrationEngine(Parts(store, connections, scripts, values));
        await using var web = WebServer.Build(
            site.Web, engine, store.Upkeep, time, site.State.KeysFolder, log);
        await web.StartAsync(cancel);
        Restrict(site.Web.SocketPath);
        engine.Start();
        logger.LogInformation("Running {Site} with {Flows}, page at {Pages}", site.Folder,
            Show.Count(site.Flows.Count, "flow"), string.Join(" and ", WebServer.AddressesOf(web)));
        // Ctrl-C and SIGTERM that came before the web server listened for them.
        await using var asked = cancel.Register(web.Lifetime.StopApplication);
        return await UntilStoppedAsync(web, engine, scripts, tables, store, connections);
    }

    private async Task<int> UntilStoppedAsync(
        WebApplication web, IntegrationEngine engine, ScriptLibrary scripts, SiteTables tables, OpenState state,
        Connections connections)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(web.Lifetime.ApplicationStopping);
        var loops = new[]
        {
            Background.RunAsync(cancel => StartCheck.RunAsync(
                connections.All, _loggers.CreateLogger(nameof(StartCheck)), time, cancel), stopping.Token),
            Background.RunAsync(scripts.RunAsync, stopping.Token),
            Background.RunAsync(cancel => Upkeep.RunAsync(state, tables, time, cancel), stopping.Token),
            Background.RunAsync(cancel => Watchdog.RunAsync(engine, time, cancel), stopping.Token),
        };
        var stopped = Task.Delay(Timeout.InfiniteTimeSpan, time, stopping.Token).ContinueWith(
            _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        var first = await Task.WhenAny(stopped, engine.Failure);
        var logger = _loggers.CreateLogger<HostProcess>();
        logger.LogInformation("Stopping: what is on its way is finished, nothing new is begun");
        await stopping.CancelAsync();
        // Beside each other: a stop takes as long as the longer of the two, and a service manager gives it ten seconds.
        await Task.WhenAll(engine.StopAsync(), web.StopAsync(CancellationToken.None));
        await Task.WhenAll(loops);
        logger.LogInformation("Stopped; what was not finished goes on at the next start");
        return first == stopped ? 0 : 1;
    }

    private EngineParts Parts(OpenState store, Connections connections, ScriptLibrary scripts, SiteValues values)
    {
        return new EngineParts(
            site.Flows, connections.All, scripts, values, store.Inbox, store.Ledger, store.History, time, _loggers)
        {
            Budgets = connections.Budgets,
            ArrivalSignal = store.Arrivals,
            ScriptFault = scripts.FaultOf,
            UnusableConnections = connections.Unusable,
            UnusableFlows = FlowFindings(connections).GroupBy(finding => finding.Flow).ToDictionary(
                flow => flow.Key, flow => string.Join("; ", flow.Select(finding => finding.Finding.ToString()))),
            Options = new EngineOptions { PublicUrl = site.PublicUrl, LookAgainEvery = LookAgain() },
        };
    }

    // Frequent polls are asked for where freshness matters: missing records are looked for as often.
    private TimeSpan LookAgain()
    {
        var most = TimeSpan.FromMinutes(1);
        var shortest = site.Flows.Select(flow => flow.PollEvery).Where(every => every > TimeSpan.Zero)
            .DefaultIfEmpty(most).Min();
        return shortest < most ? shortest : most;
    }

    private IEnumerable<(string Flow, SiteFinding Finding)> FlowFindings(Connections connections) =>
        site.Flows.SelectMany(flow => FlowCheck.Check(flow, connections.All)
            .Concat(FlowCheck.CheckPair(flow, site.Flows, connections.All)).Select(finding => (flow.Name, finding)));

    private async Task<SiteValues> ValuesAsync(ILedger ledger, SiteTables tables, CancellationToken cancel)
    {
        tables.Read();
        var values = new SiteValues(site, tables);
        foreach (var mapped in await ledger.ValuesAsync(OperatorTable.Prefix, cancel))
        {
            var (table, key) = OperatorTable.Parse(mapped.Name);
            values.Mapped(table, key, mapped.Value);
        }

        return values;
    }

    public void Dispose() => _loggers.Dispose();

    private static void Restrict(string socket)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(socket, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
