using IntegrationHost.Connectors;
using IntegrationHost.Engine.Adopting;
using IntegrationHost.Engine.Connections;
using IntegrationHost.Engine.Delivery;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Intake;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Engine.Mapping;
using IntegrationHost.Engine.Planning;
using IntegrationHost.Engine.Problems;
using Microsoft.Extensions.Logging;

namespace IntegrationHost.Engine;

/// <summary>The engine of one host: pollers, lanes and watches over the parts it was given.</summary>
public sealed class IntegrationEngine : IEngine, IAsyncDisposable
{
    private readonly EngineParts _parts;
    private readonly EngineWiring _wiring;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort;
    private readonly List<Task> _loops = [];
    private readonly DateTimeOffset _startedAt;
    private readonly WebhookIntake _webhooks;
    private readonly Backfills _backfills;
    private readonly Rulings _rulings;

    /// <summary>Wires the rooms; nothing runs before <see cref="Start"/>.</summary>
    public IntegrationEngine(EngineParts parts)
    {
        _parts = parts;
        _abort = new CancellationTokenSource(Timeout.InfiniteTimeSpan, parts.Time);
        _wiring = new EngineWiring(parts);
        _webhooks = new WebhookIntake(parts, _wiring.Routing, _wiring.WakeLane);
        _backfills = new Backfills(parts, _wiring);
        Plans = new Plans(parts, _wiring);
        Linking = new Linking(parts, _wiring);
        Cursors = new FeedCursors(parts, _wiring.Pollers, _wiring.Circuits);
        _rulings = new Rulings(parts, _wiring.Routing);
        History = new HoldAlarm(parts.History, parts.Flows, parts.Time);
        _startedAt = parts.Time.GetUtcNow();
    }

    /// <inheritdoc/>
    public IHistory History { get; }

    /// <inheritdoc/>
    public ICursors Cursors { get; }

    /// <inheritdoc/>
    public IBackfills Backfills => _backfills;

    /// <inheritdoc/>
    public IPlans Plans { get; }

    /// <inheritdoc/>
    public ILinking Linking { get; }

    /// <summary>Ends when a loop failed: the state can no longer be trusted and the host must restart.</summary>
    public Task Failure { get; private set; } = Task.CompletedTask;

    /// <summary>Starts all loops. Lanes first, so that what is pending moves before more is read.</summary>
    public void Start()
    {
        foreach (var lane in _wiring.Lanes)
        {
            Run(() => lane.RunAsync(_stop.Token, _abort.Token));
        }

        foreach (var poller in _wiring.Pollers.Values)
        {
            Run(() => poller.RunAsync(_stop.Token));
        }

        foreach (var probe in _wiring.Probes)
        {
            Run(() => probe.RunAsync(_stop.Token));
        }

        Run(() => _backfills.RunAsync(_stop.Token));
        Run(() => _wiring.Watch.RunAsync(_stop.Token));
        Run(() => _wiring.Arrivals.RunAsync(_stop.Token));
        if (_parts.ArrivalSignal is { } signal)
        {
            Run(() => signal.ListenAsync(_wiring.WakeLane, _stop.Token));
        }

        if (_parts.Options.PublicUrl is { } url)
        {
            foreach (var subscriptions in _wiring.Subscriptions.Values)
            {
                Run(() => subscriptions.RunAsync(url, _stop.Token));
            }
        }

        Failure = FirstFailureAsync([.. _loops]);
    }

    /// <summary>Stops reading, finishes what is on its way, at most for the drain time, and gives the lanes
    /// back.</summary>
    public async Task StopAsync()
    {
        // Here and now: who waited goes on at the scheduler it waited on.
        _stop.Cancel();
        _abort.CancelAfter(_parts.Options.DrainFor);
        foreach (var loop in _loops)
        {
            // Loops end by cancellation; one that failed was told by Failure already.
            await loop.ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    /// <inheritdoc/>
    public Task<WebhookAnswer> AcceptWebhookAsync(
        string connection, WebhookRequest request, CancellationToken cancel) =>
        _webhooks.AcceptAsync(connection, request, cancel);

    /// <inheritdoc/>
    public EngineStatus Status() => new(
        _startedAt,
        _wiring.Lanes.Min(lane => lane.LastTurn),
        [.. _parts.Flows.Select(flow => _wiring.Flows.TryGetValue(flow.Name, out var wired)
            ? StatusOf(wired) : UnusableOf(flow))],
        [.. _parts.Connectors.Keys.Select(StatusOf), .. _parts.UnusableConnections.Select(
            unusable => new ConnectionStatus(unusable.Key, ConnectionState.Unusable, unusable.Value, 0, 0))]);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RecordState>> FindAsync(string nameOrId, CancellationToken cancel) =>
        new RecordSearch(_parts).FindAsync(nameOrId, cancel);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Problem>> ProblemsAsync(CancellationToken cancel)
    {
        var feeds = FeedProblems.Of(
            _wiring.Pollers.Select(pair => (_wiring.Flows[pair.Key].Definition, pair.Value)), _parts.Time.GetUtcNow());
        return [.. feeds, .. await _parts.History.ProblemsAsync(cancel)];
    }

    /// <inheritdoc/>
    public bool PollNow(string flow)
    {
        if (!_wiring.Pollers.TryGetValue(flow, out var poller))
        {
            return false;
        }

        poller.PollNow();
        return true;
    }

    /// <inheritdoc/>
    public async Task<int> MapAsync(string table, string key, string value, string by, CancellationToken cancel)
    {
        await CheckAsync(table, key, value, cancel);
        var now = _parts.Time.GetUtcNow();
        var name = OperatorTable.NameOf(table, key);
        var before = (await _parts.Ledger.ValuesAsync(name, cancel)).FirstOrDefault(entry => entry.Name == name);
        var version = before?.Version ?? 0;
        if (!await _parts.Ledger.PutValueAsync(new NamedValue(name, value, version + 1, by, now), version, cancel))
        {
            throw new InvalidOperationException(
                $"'{key}' of {table} was mapped by somebody else just now; look and map again");
        }

        _parts.Values.Mapped(table, key, value);
        var released = await _parts.Inbox.RequeueAsync(
            new Requeue { WaitsFor = [new Dependency(DependencyKind.Table, table, key)], By = by, At = now }, cancel);
        _wiring.WakeAll();
        return released;
    }

    /// <inheritdoc/>
    public async Task<int> ReleaseAsync(string cause, int most, string by, CancellationToken cancel)
    {
        var released = await _parts.Inbox.RequeueAsync(
            new Requeue { Cause = cause, Most = most, By = by, At = _parts.Time.GetUtcNow() }, cancel);
        _wiring.WakeAll();
        return released;
    }

    /// <inheritdoc/>
    public async Task<int> SkipAsync(string cause, string reason, string by, CancellationToken cancel)
    {
        var skipped = await _rulings.SkipAsync(cause, reason, by, cancel);
        _wiring.WakeAll();
        return skipped;
    }

    /// <inheritdoc/>
    public async Task<int> ReplayAsync(string cause, int most, string by, CancellationToken cancel)
    {
        var replayed = await _rulings.ReplayAsync(cause, most, by, cancel);
        _wiring.WakeAll();
        return replayed;
    }

    /// <inheritdoc/>
    public async Task<bool> ReplayAsync(RecordKey record, string by, CancellationToken cancel)
    {
        var isStored = await _rulings.ReplayAsync(record, by, cancel);
        _wiring.WakeAll();
        return isStored;
    }

    // A misspelt table would take the entry and release nothing.
    private async Task CheckAsync(string table, string key, string value, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(key) || string.IsNullOrWhiteSpace(value))
        {
            throw new ArgumentException("neither the key nor its value may be empty");
        }

        if (!_parts.Values.HasTable(table)
            && !(await _parts.History.AwaitedAsync(DependencyKind.Table, cancel)).Any(each => each.On.Scope == table))
        {
            throw new ArgumentException(
                $"there is no table '{table}', and no record waits for one; write it as the script or the file does");
        }
    }

    /// <summary>Stops and gives all parts of the engine back; the parts it was lent stay.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _backfills.Dispose();
        _wiring.Dispose();
        _stop.Dispose();
        _abort.Dispose();
    }

    private void Run(Func<Task> loop) => _loops.Add(
        Task.Factory.StartNew(loop, _stop.Token, TaskCreationOptions.None, _parts.Scheduler).Unwrap());

    private async Task FirstFailureAsync(Task[] loops)
    {
        var log = _parts.Log.CreateLogger<IntegrationEngine>();
        await foreach (var loop in Task.WhenEach(loops))
        {
            if (loop.IsFaulted && !_stop.IsCancellationRequested)
            {
                log.LogCritical(loop.Exception, "A loop of the engine failed; the host stops and must be restarted");
                return;
            }
        }
    }

    private FlowStatus StatusOf(Flow flow)
    {
        var poller = _wiring.Pollers.GetValueOrDefault(flow.Definition.Name);
        string? version = flow.CanRun() ? _parts.Mappings.Current(flow.Definition.Script).Version : null;
        return new FlowStatus(flow.Definition, poller?.LastPoll, poller?.Fault, flow.InFlight, version,
            _parts.ScriptFault(flow.Definition.Script))
        {
            NextPoll = poller?.NextPoll,
            Triggers = FlowTriggers.Describe(flow.Definition),
            WaitsForConnection = _wiring.Admission.IsParked(flow.Definition),
        };
    }

    private FlowStatus UnusableOf(FlowDefinition flow)
    {
        var missing = new[] { flow.From.Connection, flow.To.Connection }.FirstOrDefault(
            connection => !_parts.Connectors.ContainsKey(connection));
        var reason = _parts.UnusableFlows.GetValueOrDefault(flow.Name)
            ?? $"does not run: its connection {missing} cannot be used";
        return new FlowStatus(flow, null, reason, 0, null, _parts.ScriptFault(flow.Script));
    }

    private ConnectionStatus StatusOf(string connection)
    {
        var circuit = _wiring.Circuits[connection];
        var budget = _parts.Budgets.GetValueOrDefault(connection);
        var fault = circuit.Fault ?? _webhooks.NoticeOf(connection)
            ?? _wiring.Subscriptions.GetValueOrDefault(connection)?.Fault;
        var load = budget?.Load();
        var status = new ConnectionStatus(connection,
            circuit.PausedSince is null ? ConnectionState.Open : ConnectionState.Paused,
            fault, load?.WaitingInAll ?? 0, load?.Throttled ?? 0)
        {
            Account = load,
            Since = circuit.PausedSince ?? _startedAt,
            ProbedAt = circuit.ProbedAt,
        };
        return status with { Why = WhySlow.Of(status) };
    }
}
