using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace IntegrationHost.Tests.Servers;

/// <summary>Processor time of this process and of a PostgreSQL server beside it, on Linux: figures of a machine that is
/// shared with others, where what is done in a second says little.</summary>
public sealed class ServerCpu
{
    private const int StatParent = 1; // Fields of /proc/pid/stat after the name.
    private const int StatUser = 11;
    private const int StatTimes = 4; // User, system, and both of children that have ended.
    private const double MicrosecondsPerTick = 10_000;

    private readonly int _server;
    private readonly double _clientBefore;
    private readonly double _serverBefore;

    private ServerCpu(int server)
    {
        _server = server;
        _clientBefore = Client();
        _serverBefore = Server();
    }

    /// <summary>Begins to measure.</summary>
    public static async Task<ServerCpu> StartAsync(string connection, CancellationToken cancel)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection) { Pooling = false };
        await using var one = new NpgsqlConnection(settings.ConnectionString);
        await one.OpenAsync(cancel);
        return new ServerCpu((int)FieldsOf(one.ProcessID.ToString(CultureInfo.InvariantCulture))[StatParent]);
    }

    /// <summary>Microseconds since then: of this process, and of all processes of the server.</summary>
    public (double Client, double Server) Spent() => (Client() - _clientBefore, Server() - _serverBefore);

    private static double Client()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime.TotalMicroseconds;
    }

    private double Server() => MicrosecondsPerTick * Directory.EnumerateDirectories("/proc")
        .Select(folder => Path.GetFileName(folder))
        .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _))
        .Sum(name => FieldsOf(name) is { Length: > 0 } fields
            ? name == _server.ToString(CultureInfo.InvariantCulture)
                ? fields.Skip(StatUser).Take(StatTimes).Sum()
                : fields[StatParent] == _server ? fields.Skip(StatUser).Take(2).Sum() : 0
            : 0);

    private static long[] FieldsOf(string process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return [.. stat[(stat.LastIndexOf(')') + 2)..].Split(' ')
                .Select(field => long.TryParse(field, CultureInfo.InvariantCulture, out var number) ? number : 0)];
        }
        catch (IOException)
        {
            return []; // It has ended.
        }
    }
}
