using IntegrationHost.Storage.Payloads;
using IntegrationHost.Storage.Postgres;
using IntegrationHost.Tests.Servers;

[assembly: AssemblyFixture(typeof(IntegrationHost.Storage.Tests.Postgres.OneServer))]

namespace IntegrationHost.Storage.Tests.Postgres;

/// <summary>One PostgreSQL for all tests of this assembly, started by the first that needs it.</summary>
public sealed class OneServer : IAsyncDisposable
{
    private readonly SemaphoreSlim _once = new(1, 1);
    private PostgresServer? _server;

    /// <summary>Starts it, or skips the test by name where it cannot be had.</summary>
    public async Task<PostgresServer> GetAsync(CancellationToken cancel)
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await _once.WaitAsync(cancel);
        try
        {
            return _server ??= await PostgresServer.StartAsync(cancel);
        }
        finally
        {
            _once.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _once.Dispose();
    }
}

/// <summary>A database of its own for one test.</summary>
internal sealed class Database(string connection)
{
    public string Connection => connection;

    public static async Task<Database> NewAsync(OneServer server, CancellationToken cancel) =>
        new(await (await server.GetAsync(cancel)).NewDatabaseAsync(cancel));

    public PostgresOptions Options(string host = "one") => new()
    {
        Connection = connection,
        HostName = host,
        Seal = new PlainSeal(),
    };

    public Task<PostgresStore> OpenAsync(CancellationToken cancel, string host = "one") =>
        PostgresStore.OpenAsync(Options(host), cancel);

    public Task DoAsync(string sql, CancellationToken cancel) => PostgresServer.DoAsync(connection, sql, cancel);
}
