using System.Globalization;
using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Engine.Mapping;
using IntegrationHost.Mapping;
using IntegrationHost.Records;
using IntegrationHost.Storage.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace IntegrationHost.Engine.Tests.Support;

/// <summary>A whole engine on a real state folder and a fake clock, between a shop and an ERP in memory.</summary>
internal sealed class Bench : IAsyncDisposable
{
    public static readonly FlowDefinition Customers = new(
        "customers", "customer", new Endpoint("shop", "customer"), new Endpoint("erp", "customer"), "customer.csx")
    {
        Since = DateTimeOffset.UnixEpoch,
    };

    /// <summary>The same link the other way; it reads when a test asks for it, so that it is known which side sees a
    /// change first.</summary>
    public static readonly FlowDefinition CustomersBack = new(
        "customers-back", "customer", new Endpoint("erp", "customer"), new Endpoint("shop", "customer"), "back.csx")
    {
        Since = DateTimeOffset.UnixEpoch,
        PollEvery = TimeSpan.FromHours(12),
    };

    public static readonly FlowDefinition Orders = new(
        "orders", "order", new Endpoint("shop", "order"), new Endpoint("erp", "salesOrder"), "order.csx")
    {
        Since = DateTimeOffset.UnixEpoch,
    };

    private const Abilities Whole =
        Abilities.Changes | Abilities.Read | Abilities.Find | Abilities.Create | Abilities.Update | Abilities.Delete;

    private const int Lanes = 2;
    private const int SecondsMost = 100_000;

    private long _marks;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ihost-engine-");
    private EmbeddedStore? _store;
    private IntegrationEngine? _engine;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));

    /// <summary>Both systems report what is written to them.</summary>
    public bool ReportsWrites { init => (Shop, Erp) = (SystemOf(Shop, value), SystemOf(Erp, value)); }

    public MemorySystem Shop { get; private set; } = new(
        new EntityInfo("customer", "id", Whole),
        new EntityInfo("order", "id", Abilities.Changes | Abilities.Read | Abilities.Webhooks),
        new EntityInfo("payment", "id", Abilities.Changes | Abilities.Read));

    public MemorySystem Erp { get; private set; } = new(
        new EntityInfo("customer", "externalId", Whole),
        new EntityInfo("item", "itemId", Abilities.Find | Abilities.Read),
        new EntityInfo("deposit", "externalId", Abilities.Create | Abilities.Update),
        new EntityInfo("invoice", "id", Abilities.Find | Abilities.Read),
        new EntityInfo("level", "externalId", Abilities.Create | Abilities.Update) { ChangesByItself = true },
        new EntityInfo("salesOrder", "externalId", Abilities.Create | Abilities.Update | Abilities.Read)
        {
            CreateNature = WriteNature.NeedsIntent,
        });

    /// <summary>Takes the place of the ERP.</summary>
    public IConnector? Target { get; init; }

    public DelegateMappings Scripts { get; } = new DelegateMappings()
        .With("customer.csx", script => new Record { ["externalId"] = script.source.Text("id") })
        .With("order.csx", script => new Record
        {
            ["externalId"] = script.source.Text("id"),
            ["total"] = script.source.Money("total"),
        });

    public MemoryValues Values { get; } = new();

    /// <summary>Plays a second host on the same state.</summary>
    public bool AnotherHostHasTheLanes { get; set; }

    public ArrivalsByHand Arrivals { get; } = new();

    public Observed State { get; private set; } = null!;

    public IHistory History => _store!.History;

    public IntegrationEngine Engine => _engine!;

    private static MemorySystem SystemOf(MemorySystem system, bool reports) =>
        new([.. system.Entities]) { ReportsWrites = reports };

    public Task<StoreHealth> HealthAsync(CancellationToken cancel) => _store!.Upkeep.HealthAsync(cancel);

    public async Task StartAsync(params FlowDefinition[] flows)
    {
        _store ??= await EmbeddedStore.OpenAsync(_folder.FullName, Time, TestContext.Current.CancellationToken);
        State = new Observed(_store.Inbox, _store.Ledger, () => AnotherHostHasTheLanes);
        var connectors = new Dictionary<string, IConnector> { ["shop"] = Shop, ["erp"] = Target ?? Erp };
        _engine = new IntegrationEngine(new EngineParts(
            flows, connectors, Scripts, Values, State, State, _store.History, Time, NullLoggerFactory.Instance)
        {
            ArrivalSignal = Arrivals,
            Options = new EngineOptions { LingerFor = TimeSpan.Zero, Lanes = Lanes, DrainFor = TimeSpan.Zero },
        });
        _engine.Start();
    }

    /// <summary>Takes all lanes as another host would, and is gone again.</summary>
    public async Task TakeLanesAwayAsync()
    {
        for (var lane = 0; lane < Lanes; lane++)
        {
            await _store!.Inbox.TakeAsync(lane, TestContext.Current.CancellationToken);
        }
    }

    public Task StoreAsAnotherHostAsync(Append append) =>
        _store!.Inbox.AppendAsync(append, TestContext.Current.CancellationToken);

    /// <summary>Lets time pass, second by second, until this has happened.</summary>
    public async Task PassTimeUntilAsync(Task happened)
    {
        for (var second = 0; second < SecondsMost && !happened.IsCompleted; second++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await happened;
    }

    /// <summary>Lets time pass, so much at a step, until this is so; between two steps everybody works.</summary>
    public async Task PassTimeUntilAsync(Func<bool> isSo, TimeSpan step)
    {
        for (var steps = 0; steps < SecondsMost && !isSo(); steps++)
        {
            Time.Advance(step);
            await History.CountsAsync(TestContext.Current.CancellationToken);
        }

        isSo().ShouldBeTrue($"after {SecondsMost} steps of {step}");
    }

    /// <summary>Lets both systems tell the other until neither has anything new: each change is settled once. A change
    /// that goes to and fro for ever is a failure.</summary>
    public async Task SettleDownAsync(params FlowDefinition[] flows)
    {
        const int RoundsMost = 10;
        for (var round = 0; round < RoundsMost; round++)
        {
            var told = Shop.Changes + Erp.Changes;
            foreach (var flow in flows)
            {
                _engine!.PollNow(flow.Name);
            }

            await PassTimeUntilAsync(() => IsQuietAsync(flows));
            if (Shop.Changes + Erp.Changes == told)
            {
                return;
            }
        }

        throw new InvalidOperationException($"after {RoundsMost} rounds the two sides still tell each other news");
    }

    // All that was told is in the inbox, and nothing of it is pending.
    private async Task<bool> IsQuietAsync(FlowDefinition[] flows)
    {
        await LetWorkAsync();
        var cancel = TestContext.Current.CancellationToken;
        foreach (var flow in flows)
        {
            var told = (flow.From.Connection == "shop" ? Shop : Erp).Changes;
            if (await _store!.Ledger.CursorAsync(flow.Name, cancel) is not { Since: null } cursor
                || cursor.Value != told.ToString(CultureInfo.InvariantCulture))
            {
                _engine!.PollNow(flow.Name); // A write of the other flow may have come after it was asked.
                return false;
            }
        }

        return (await History.CountsAsync(cancel)).All(flow => flow.Pending == 0) && !State.IsSettling;
    }

    /// <summary>Stops the engine where it is; what is on its way is given up, as in a crash.</summary>
    public async Task StopAsync()
    {
        await _engine!.DisposeAsync();
        _engine = null;
    }

    /// <summary>Customers of both sides, whose e-mail and phone are carried either way.</summary>
    public static Bench Paired()
    {
        var bench = new Bench { ReportsWrites = true };
        bench.Scripts
            .With("customer.csx", script => new Record
            {
                ["externalId"] = script.source.Text("id"),
                ["email"] = script.source.TextOrNull("email"),
                ["phone"] = script.source.TextOrNull("phone"),
            })
            .With("back.csx", script => new Record
            {
                ["email"] = script.source.TextOrNull("email"),
                ["phone"] = script.source.TextOrNull("phone"),
            });
        return bench;
    }

    /// <summary>Edits the customer in the shop, and stops when that is written and not yet settled.</summary>
    public async Task StopAfterWriteAsync(FlowDefinition flow, string edit)
    {
        var landed = new TaskCompletionSource();
        State.BeforeSettle = _ =>
        {
            landed.TrySetResult();
            return new TaskCompletionSource().Task;
        };
        Shop.Edit("customer", "c1", edit);
        Engine.PollNow(flow.Name);
        await landed.Task;
        await StopAsync();
    }

    /// <summary>Stops as in a crash and lets the state go, so that the next start reads it from the disk.</summary>
    public async Task CrashAsync()
    {
        await StopAsync();
        await _store!.DisposeAsync();
        _store = null;
    }

    /// <summary>Lets time pass until this is so.</summary>
    public async Task PassTimeUntilAsync(Func<Task<bool>> isSo)
    {
        for (var second = 0; second < SecondsMost; second++)
        {
            if (await isSo())
            {
                return;
            }

            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        throw new TimeoutException($"after {SecondsMost} seconds of the clock it is still not so");
    }

    // As long as it takes to have something on the disk: the clock must not run away from who works.
    private async Task LetWorkAsync()
    {
        var mark = new NamedValue("mark of the bench", "", 0, "bench", Time.GetUtcNow());
        await _store!.Ledger.PutValueAsync(mark, _marks++, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }
}
