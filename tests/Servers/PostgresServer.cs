using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace IntegrationHost.Tests.Servers;

/// <summary>A real PostgreSQL of its own, in a folder of its own, on 127.0.0.1 and a free port. A small script keeps it
/// and ends it when this process ends, however that happens.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Account = "postgres"; // initdb refuses root.
    private const string DebianPrograms = "/usr/lib/postgresql";
    private static readonly string[] ForTests = ["max_connections=300", "shared_buffers=128MB"];

    private readonly Process _keeper;
    private readonly string _password;
    private int _databases;

    private PostgresServer(Process keeper, int port, string password)
    {
        _keeper = keeper;
        Port = port;
        _password = password;
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Why no server can be started here, or null.</summary>
    public static string? Missing => Programs() is null
        ? "PostgreSQL is not installed (on Debian: apt-get install postgresql)"
        : OperatingSystem.IsWindows() ? "PostgreSQL is started for tests on Linux and macOS only" : null;

    /// <summary>Makes a data folder and starts a server in it; ends with whoever started it.</summary>
    public static async Task<PostgresServer> StartAsync(CancellationToken cancel)
    {
        var programs = Programs() ?? throw new InvalidOperationException(Missing);
        var folder = Directory.CreateTempSubdirectory("ihost-pg-").FullName;
        var password = Guid.NewGuid().ToString("n");
        await File.WriteAllTextAsync(Path.Combine(folder, "password"), password, cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, "keep.sh"), Script(), cancel);
        var port = FreePort();
        string[] command =
        [
            "/bin/sh", Path.Combine(folder, "keep.sh"), folder, programs,
            port.ToString(CultureInfo.InvariantCulture), "listen_addresses=127.0.0.1", .. ForTests,
        ];
        if (Environment.UserName == "root")
        {
            using var give = Process.Start("chown", ["-R", Account, folder]);
            await give.WaitForExitAsync(cancel);
            command = ["runuser", "-u", Account, "--", .. command];
        }

        var keeper = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var server = new PostgresServer(keeper, port, password);
        await server.HearAsync(cancel);
        return server;
    }

    /// <summary>A connection string to a new, empty database.</summary>
    public async Task<string> NewDatabaseAsync(CancellationToken cancel)
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await DoAsync($"create database {name}", cancel);
        return ConnectionTo(name);
    }

    /// <summary>The connection string of the server's first user to a database.</summary>
    public string ConnectionTo(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = IPAddress.Loopback.ToString(),
        Port = Port,
        Username = Account,
        Password = _password,
        Database = database,
    }.ConnectionString;

    /// <summary>Runs a statement in the server's first database.</summary>
    public Task DoAsync(string sql, CancellationToken cancel) => DoAsync(ConnectionTo(Account), sql, cancel);

    /// <summary>Runs a statement somewhere, on a connection of its own.</summary>
    public static async Task DoAsync(string connection, string sql, CancellationToken cancel)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection) { Pooling = false };
        await using var one = new NpgsqlConnection(settings.ConnectionString);
        await one.OpenAsync(cancel);
        await using var command = new NpgsqlCommand(sql, one);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Ends the server as a power cut would: nothing is written any more.</summary>
    public Task StopAsync(CancellationToken cancel) => TellAsync("stop", cancel);

    /// <summary>Starts it again, in the same folder and on the same port.</summary>
    public Task StartAgainAsync(CancellationToken cancel) => TellAsync("start", cancel);

    /// <summary>Stops the server and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        _keeper.StandardInput.Close();
        await _keeper.WaitForExitAsync(CancellationToken.None);
        _keeper.Dispose();
    }

    private async Task TellAsync(string word, CancellationToken cancel)
    {
        await _keeper.StandardInput.WriteLineAsync(word.AsMemory(), cancel);
        await _keeper.StandardInput.FlushAsync(cancel);
        await HearAsync(cancel);
    }

    private async Task HearAsync(CancellationToken cancel)
    {
        var said = await _keeper.StandardOutput.ReadLineAsync(cancel);
        if (said != "ready")
        {
            throw new InvalidOperationException($"PostgreSQL for tests: {said ?? "its keeper ended"}");
        }
    }

    private static string? Programs() => Directory.Exists(DebianPrograms)
        ? Directory.EnumerateDirectories(DebianPrograms).Select(version => Path.Combine(version, "bin"))
            .Where(folder => File.Exists(Path.Combine(folder, "initdb")))
            .OrderByDescending(VersionOf)
            .FirstOrDefault()
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));

    private static int VersionOf(string programs) => int.TryParse(
        Path.GetFileName(Path.GetDirectoryName(programs)), CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string Script()
    {
        using var reader = new StreamReader(
            typeof(PostgresServer).Assembly.GetManifestResourceStream("keep-postgres.sh")!);
        return reader.ReadToEnd();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
