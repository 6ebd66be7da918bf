using System.Net;
using IntegrationHost.App.Plugins;
using IntegrationHost.App.Site;
using IntegrationHost.Connectors;
using IntegrationHost.Engine;
using IntegrationHost.Engine.Connections;

namespace IntegrationHost.App.Hosting;

/// <summary>Makes the site's connections: plugin, options, budget per account, a lent client. What cannot be made is a
/// finding and takes no other connection down.</summary>
internal sealed class Connections : IAsyncDisposable
{
    private readonly Dictionary<string, IConnector> _connectors = [];
    private readonly Dictionary<string, AccountBudget> _budgets = [];
    private readonly List<SiteFinding> _findings = [];
    private readonly Dictionary<string, string> _unusable = [];
    private readonly SocketsHttpHandler _handler = new()
    {
        AutomaticDecompression = DecompressionMethods.All,
        // An account's token goes to the account's address and nowhere else.
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(10),
    };

    private Connections()
    {
    }

    public IReadOnlyDictionary<string, IConnector> All => _connectors;

    public IReadOnlyDictionary<string, AccountBudget> Budgets => _budgets;

    public IReadOnlyList<SiteFinding> Findings => _findings;

    /// <summary>Connections that could not be made, with the reason.</summary>
    public IReadOnlyDictionary<string, string> Unusable => _unusable;

    public static Connections Make(SiteDefinition site, PluginCatalogue plugins, Func<string, Tokens> tokensOf,
        ILoggerFactory log, TimeProvider time)
    {
        var made = new Connections();
        var accounts = new Dictionary<string, AccountBudget>();
        var binder = new OptionsBinder(new Secrets(site.Folder));
        foreach (var connection in site.Connections)
        {
            made.Add(connection, plugins, binder, accounts, tokensOf, log, time, site.Flows);
        }

        return made;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connector in _connectors.Values)
        {
            await connector.DisposeAsync();
        }

        _handler.Dispose();
    }

    private void Add(ConnectionDefinition connection, PluginCatalogue plugins, OptionsBinder binder,
        Dictionary<string, AccountBudget> accounts,
        Func<string, Tokens> tokensOf,
        ILoggerFactory log,
        TimeProvider time,
        IReadOnlyList<FlowDefinition> flows)
    {
        var key = $"ihost.json: connections:{connection.Name}";
        var (plugin, fault) = plugins.Load(connection.Plugin);
        if (plugin is null)
        {
            Found(connection, new SiteFinding($"{key}:plugin", fault!));
            return;
        }

        var (options, findings) = binder.Bind(connection.Name, connection.Options, plugin.OptionsType);
        if (options is null)
        {
            Found(connection, [.. findings]);
            return;
        }

        _findings.AddRange(findings);

        try
        {
            var account = $"{plugin.Name}|{plugin.AccountOf(options)}";
            if (!accounts.TryGetValue(account, out var budget))
            {
                accounts.Add(account, budget = new AccountBudget(time, connection.Reserve));
            }

            var client = new HttpClient(_handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
            var logger = log.CreateLogger($"IntegrationHost.Connection.{connection.Name}");
            _connectors[connection.Name] = plugin.Connect(options,
                new ConnectorContext(connection.Name, client, time, logger, budget, tokensOf(connection.Name))
                {
                    Reads = [.. flows.Where(flow => flow.From.Connection == connection.Name)
                        .Select(flow => flow.From.Entity).Distinct()],
                    Writes = [.. flows.Where(flow => flow.To.Connection == connection.Name)
                        .SelectMany(flow => flow.AlsoWrites.Prepend(flow.To.Entity)).Distinct()],
                });
            _budgets[connection.Name] = budget;
        }
        catch (Exception wrong) when (wrong is not OutOfMemoryException)
        {
            Found(connection, new SiteFinding(key, $"the plugin {plugin.Name} could not connect: {wrong.Message}"));
        }
    }

    private void Found(ConnectionDefinition connection, params SiteFinding[] findings)
    {
        _findings.AddRange(findings);
        _unusable[connection.Name] = string.Join("; ", findings.Select(finding => finding.ToString()));
    }
}
