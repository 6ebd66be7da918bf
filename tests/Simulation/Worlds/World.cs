using IntegrationHost.Connectors;
using IntegrationHost.Engine;
using IntegrationHost.Simulation.Defects;
using IntegrationHost.Simulation.Hosting;
using IntegrationHost.Simulation.Invariants;
using IntegrationHost.Simulation.Running;
using IntegrationHost.Simulation.Time;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.NetSuite;
using IntegrationHost.Simulators.NetSuite.Faults;
using IntegrationHost.Simulators.Shopify;
using Microsoft.Extensions.Logging;

namespace IntegrationHost.Simulation.Worlds;

/// <summary>A shop, an account, the way between them and a machine with the host on it, all on one time and one
/// thread.</summary>
internal sealed class World
{
    private const int TurnsMost = 200_000; // Between two alarms: more of them, and nothing comes to rest.

    private readonly Conditions _conditions;
    private readonly Func<TimeProvider, Defect> _plant;
    private readonly Diary _diary;
    private bool _isStopping;
    private int _lives;
    private Fate _fate;

    public World(Conditions conditions, Func<TimeProvider, Defect> plant, TextWriter? lines)
    {
        (_conditions, _plant) = (conditions, plant);
        Time = new VirtualTime(conditions.Start);
        _diary = new Diary(Time, lines);
        _fate = new Fate(_diary.Note);
        Promises = new Promises(Verdicts);
        Writes = new OnceOnly(Verdicts);
        Drive = new Drive(conditions.Seed) { PowerGone = () => _fate.End("the power went") };
        Flows = Site.Flows(conditions.Start, conditions.PollEvery);
        Shop = new ShopDesk(new ShopifySimulator(
            [Site.ShopOf(conditions.ShopPoints, conditions.ShopPointsPerSecond)], Time));
        Erp = new ErpDesk(new NetSuiteSimulator(Site.ErpAccount, Time));
        Postman = new Postman(this, Shop.Played.Webhooks, conditions.Seed);
        Person = new Person(this);
        Order = new EditOrder(this);
        Echoes = new OneWritePerChange(Verdicts);
        Edits = new CustomerEdits(this);
        ShopRemote = new Remote(Site.Shop, Shop.Simulator, ShopLimits(), Verdicts, new Random(conditions.Seed));
        ErpRemote = new Remote(Site.Erp, Erp.Simulator, ErpLimits(), Verdicts, new Random(conditions.Seed + 1))
        {
            Carried = Order.Look,
        };
    }

    public VirtualTime Time { get; }

    public TimeSpan Skew => _conditions.Skew;

    public bool HasWebhooks => _conditions.HasWebhooks;

    public Conditions Conditions => _conditions;

    public ILoggerFactory Log => _diary;

    public ulong Sum => _diary.Sum;

    public Verdicts Verdicts { get; } = new();

    public Promises Promises { get; }

    public OnceOnly Writes { get; }

    public EditOrder Order { get; }

    public OneWritePerChange Echoes { get; }

    public CustomerEdits Edits { get; }

    public Person Person { get; }

    public IReadOnlyList<FlowDefinition> Flows { get; }

    public Pack Pack { get; } = new();

    public Drive Drive { get; }

    public ShopDesk Shop { get; }

    public ErpDesk Erp { get; }

    public Remote ShopRemote { get; }

    public Remote ErpRemote { get; }

    public Postman Postman { get; }

    /// <summary>The present life of the host; null while it is down.</summary>
    public Life? Life { get; private set; }

    /// <summary>How long the host stays down after its next end.</summary>
    public TimeSpan Downtime { get; set; }

    public Fate Fate => _fate;

    /// <summary>Writes that the remote systems have carried out.</summary>
    public long Effects => Erp.Simulator.State.Writes + Shop.Played.State.Mutations;

    public Defect Plant(TimeProvider time) => _plant(time);

    public void Note(string what) => _diary.Note(what);

    public void PageRead(Endpoint from, ChangePage page)
    {
        foreach (var flow in Flows.Where(flow => flow.From == from))
        {
            Promises.PageRead(flow.Name, page);
        }
    }

    public Remote RemoteOf(string connection) => connection == Site.Shop ? ShopRemote : ErpRemote;

    /// <summary>Starts the host, if it is down.</summary>
    public void Begin()
    {
        if (Life is not null)
        {
            return;
        }

        _fate = new Fate(_diary.Note);
        Note($"life {++_lives} begins");
        try
        {
            Life = Life.Begin(this, _fate, new Random(unchecked((_conditions.Seed * 31) + _lives)));
        }
        catch (IOException) when (_fate.IsOver)
        {
            BeginAgain(); // The power went while the state was opened.
        }
        catch (Exception fault) when (_fate.IsOver && fault is Storage.StoreUnusableException
            or Storage.StoreFailedException)
        {
            BeginAgain();
        }
    }

    /// <summary>Lets things happen until an instant.</summary>
    public void RunUntil(DateTimeOffset instant)
    {
        while (true)
        {
            Settle();
            if (Time.Next is not { } next || next > instant)
            {
                Time.PassTo(instant);
                return;
            }

            Time.RingNext();
        }
    }

    /// <summary>The faults stop.</summary>
    public void Calm()
    {
        ShopRemote.Recover();
        ErpRemote.Recover();
        Postman.Weather = Weather.Fine;
        Drive.Spare();
        _fate.Spare();
        Downtime = TimeSpan.Zero;
    }

    /// <summary>Gives everything back.</summary>
    public void End()
    {
        if (Life is { } life)
        {
            Drive.Freeze();
            _fate.End("the run is over");
            life.Bury();
            Life = null;
        }
    }

    /// <summary>Stops the host as SIGTERM does: what is on its way is finished first.</summary>
    public void Stop()
    {
        if (Life is not { } life || _isStopping)
        {
            return;
        }

        Note("it is asked to stop");
        _isStopping = true;
        Stopping.Await(this, life);
        _isStopping = false;
        if (!_fate.IsOver)
        {
            life.Bury();
            GoDown("stopped");
        }
    }

    /// <summary>Lets everything go on that can at this instant.</summary>
    private void Settle()
    {
        for (var turn = 0; turn < TurnsMost; turn++)
        {
            Postman.Collect();
            if (Life is { } life && (_fate.IsOver || HasFailed(life)))
            {
                Drive.Freeze();
                life.Bury();
                GoDown(_fate.EndedAt!);
            }
            else if (Life?.Turns.TakeOne() != true)
            {
                return;
            }
        }

        Verdicts.Found("rest", "the host is busy for ever at one instant");
        Life!.Turns.End();
    }

    private bool HasFailed(Life life)
    {
        if (!life.Engine.Failure.IsCompleted)
        {
            return false;
        }

        Verdicts.Found("alive", "a loop of the engine failed");
        _fate.End("a loop failed");
        return true;
    }

    private void GoDown(string why)
    {
        Note($"it is down: {why}");
        Echoes.LifeIsOver();
        Life = null;
        Postman.LifeIsOver();
        BeginAgain();
    }

    private void BeginAgain()
    {
        Drive.Turn();
        Time.At(Time.Now + Downtime, Begin);
    }

    private RemoteLimits ShopLimits() => new(int.MaxValue, int.MaxValue, PlayedAnswers.OfShop,
        request => request.Body.Span.IndexOf("\"query\":\"mutation"u8) >= 0);

    private RemoteLimits ErpLimits() => new(Site.ErpAtOnce, _conditions.ErpAtOnce, FaultPlan.AnswerOf,
        request => request.Method != "GET" && request.Url.AbsolutePath.Contains("/record/", StringComparison.Ordinal));
}
