using IntegrationHost.Connectors;
using IntegrationHost.Engine;
using IntegrationHost.Engine.Connections;
using IntegrationHost.Engine.Intake;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Plugins.NetSuite;
using IntegrationHost.Plugins.Shopify;
using IntegrationHost.Simulation.Defects;
using IntegrationHost.Simulation.Time;
using IntegrationHost.Simulation.Worlds;
using IntegrationHost.Storage.Embedded;

namespace IntegrationHost.Simulation.Hosting;

/// <summary>One life of the host process: engine, store, scripts and connectors as the product composes them, from
/// its start to a stop, a crash or a power cut.</summary>
internal sealed class Life
{
    private const int Lanes = 2;

    private readonly World _world;
    private readonly Defect _defect;
    private readonly Clock _clock;
    private readonly StateThread _thread;
    private readonly PackValues _values = new();
    private readonly Dictionary<string, AccountBudget> _budgets = [];
    private readonly Dictionary<string, IConnector> _connectors = [];

    private Life(World world, Fate fate, EmbeddedStore store, StateThread thread, Random dice)
    {
        (_world, Fate, Store, _thread) = (world, fate, store, thread);
        Turns = new Turns(dice);
        _clock = new Clock(world.Time, world.Skew, () => fate.IsOver);
        _defect = world.Plant(_clock);
        var ports = new Ports(store, thread, fate, world.Promises, world.Writes, _defect);
        ShopWire = Connect(new ShopifyPlugin(), Site.ShopOptions, world.ShopRemote, Site.Shop, ports);
        ErpWire = Connect(new NetSuitePlugin(), Site.ErpOptions, world.ErpRemote, Site.Erp, ports);
        foreach (var mapped in thread.Do(() => store.Ledger.ValuesAsync(OperatorTable.Prefix, default)))
        {
            var (table, key) = OperatorTable.Parse(mapped.Name);
            _values.Mapped(table, key, mapped.Value);
        }

        Engine = new IntegrationEngine(new EngineParts(
            _defect.FlowsOf(world.Flows), _connectors, world.Pack, _values, ports, ports,
            ports, _clock, world.Log)
        {
            Budgets = _budgets,
            Scheduler = Turns,
            Options = new EngineOptions
            {
                Lanes = Lanes,
                Seed = dice.Next(),
                PublicUrl = world.HasWebhooks ? Site.PublicUrl : null,
                LookAgainEvery = TimeSpan.FromMinutes(1),
            },
        });
    }

    public Fate Fate { get; }

    public EmbeddedStore Store { get; }

    public Turns Turns { get; }

    public IntegrationEngine Engine { get; }

    public Wire ShopWire { get; }

    public Wire ErpWire { get; }

    /// <summary>Requests that wait for their turn.</summary>
    public int Waiting => _budgets.Values.Sum(budget => budget.Waiting);

    /// <summary>Opens the state and starts the engine.</summary>
    public static Life Begin(World world, Fate fate, Random dice)
    {
        var clock = new SilentClock(new Clock(world.Time, world.Skew, () => fate.IsOver));
        var thread = new StateThread();
        var options = world.Drive.Options(clock, thread.Lend);
        var store = thread.Do(() => EmbeddedStore.OpenAsync(options, CancellationToken.None));
        thread.Do(() => world.Promises.CheckAsync(store));
        var life = new Life(world, fate, store, thread, dice);
        life.Engine.Start();
        return life;
    }

    /// <summary>Looks into the state without being a step of the run.</summary>
    public T Ask<T>(Func<IHistory, Task<T>> ask) => _thread.Do(() => ask(Store.History));

    /// <summary>A webhook at the door; ends when the sender has an answer.</summary>
    public Task<WebhookAnswer> PostAsync(WebhookRequest request) =>
        Engine.AcceptWebhookAsync(Site.Shop, request, CancellationToken.None);

    /// <summary>Nothing of it goes on; what it had opened is left as it is.</summary>
    public void Bury()
    {
        Turns.End();
        try
        {
            _thread.Do(() => Store.DisposeAsync().AsTask());
        }
        catch (IOException)
        {
            // The disk takes nothing any more: that is how it ends.
        }
    }

    private Wire Connect(ConnectorPlugin plugin, object options, Remote remote, string name, ILedger state)
    {
        var wire = new Wire(remote, Fate, _clock);
        var budget = new AccountBudget(_clock, reserve: 0);
        var http = new HttpClient(wire) { Timeout = Timeout.InfiniteTimeSpan };
        var connector = plugin.Connect(options, new ConnectorContext(
            name, http, _clock, _world.Log.CreateLogger(name), _defect.BudgetOf(budget),
            new KeptTokens(name, state, _clock)));
        _budgets.Add(name, budget);
        var watch = new Watch((entity, page) => _world.PageRead(new Endpoint(name, entity), page), _world.Writes,
            (write, outcome) => _world.Echoes.Answered(name, write, outcome));
        _connectors.Add(name, connector is IWebhookSubscriber
            ? new WatchedShop(connector, _defect, watch)
            : new WatchedConnector(connector, _defect, watch));
        return wire;
    }
}
