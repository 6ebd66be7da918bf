using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Postgres.Schema;
using Npgsql;

namespace IntegrationHost.Storage.Postgres;

/// <summary>The state of one or several hosts in a schema of PostgreSQL.</summary>
public sealed class PostgresStore : IStateStore
{
    private static readonly TimeSpan MakeDaysEvery = TimeSpan.FromHours(1);

    private readonly PostgresDoor _door;
    private readonly HostLease _host;
    private readonly NpgsqlDataSource _listening;
    private readonly ArrivalNotices _notices;
    private readonly Appender _appender;
    private readonly Settler _settler;
    private readonly string _schema;
    private readonly List<Task> _loops = [];

    private PostgresStore(NpgsqlConnectionStringBuilder at, PostgresOptions options)
    {
        _schema = options.Schema;
        _door = new PostgresDoor(Sessions.Working(at, options), options.Time, options.OutageMost);
        _listening = Sessions.Single(at, options);
        _host = new HostLease(_door, options);
        var lanes = new LaneTable(_door, _host);
        _notices = new ArrivalNotices(_door, _listening, lanes, options.Schema);
        _appender = new Appender(_door, options, _notices.Arrived);
        var claims = new Claims(_door, _host, options.Seal);
        _settler = new Settler(_door, _host, claims, options, _notices.Arrived);
        Inbox = new PostgresInbox(_door, _host, lanes, _appender, claims, new Releases(_door, _notices.Arrived),
            options);
        Ledger = new PostgresLedger(_door, _host, _settler, options);
        History = new PostgresHistory(_door, options.Seal);
        Upkeep = new PostgresUpkeep(_door, options);
    }

    /// <inheritdoc/>
    public IInbox Inbox { get; }

    /// <inheritdoc/>
    public ILedger Ledger { get; }

    /// <inheritdoc/>
    public IHistory History { get; }

    /// <inheritdoc/>
    public IUpkeep Upkeep { get; }

    /// <summary>What other hosts stored in lanes of this one.</summary>
    public IArrivalSignal Arrivals => _notices;

    /// <summary>Whether this host is sure of its lanes: it ends before the database lets others take them.</summary>
    public bool MayAct => _host.MayAct;

    /// <summary>Makes the schema or brings it up to date, and comes in as a host.</summary>
    /// <exception cref="StoreUnusableException">The server, the database or the schema cannot be used; nothing was
    /// overwritten.</exception>
    public static async Task<PostgresStore> OpenAsync(PostgresOptions options, CancellationToken cancel)
    {
        var at = options.Checked();
        PostgresStore? store = null;
        try
        {
            await using (var single = Sessions.Single(at, options))
            {
                await using var connection = await single.OpenConnectionAsync(cancel);
                await new SchemaSetup(options.Schema).RunAsync(connection, at, cancel);
                await DeliveryDays.MakeAsync(connection, options.Schema, cancel);
            }

            store = new PostgresStore(at, options);
            await store._host.RegisterAsync(cancel);
            store.StartLoops();
            return store;
        }
        catch (Exception fault)
        {
            if (store is not null)
            {
                await store.DisposeAsync();
            }

            if (fault is StoreFailedException { InnerException: { } inner })
            {
                fault = inner;
            }

            if (fault is NpgsqlException || Faults.IsPassing(fault))
            {
                throw Faults.AtOpening(fault, at);
            }

            throw;
        }
    }

    /// <summary>Writes what was asked, gives the lanes back and closes all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _appender.DisposeAsync();
        await _settler.DisposeAsync();
        _door.Close();
        await Task.WhenAll(_loops);
        await _host.LeaveAsync();
        await _listening.DisposeAsync();
        await _door.DisposeAsync();
        _host.Dispose();
        _notices.Dispose();
    }

    private void StartLoops()
    {
        _loops.Add(Task.Run(_host.RunAsync));
        _loops.Add(Task.Run(_notices.RunAsync));
        _loops.Add(Task.Run(MakeDaysAsync));
    }

    private async Task MakeDaysAsync()
    {
        while (!_door.Closing.IsCancellationRequested)
        {
            await _door.WaitAsync(MakeDaysEvery, CancellationToken.None);
            if (!_door.Closing.IsCancellationRequested)
            {
                // Days are made ahead for a week: one that cannot be made now is made in an hour.
                Task made = _door.TryAsync(async connection =>
                {
                    await DeliveryDays.MakeAsync(connection, _schema, _door.Closing);
                    return true;
                });
                await made.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
