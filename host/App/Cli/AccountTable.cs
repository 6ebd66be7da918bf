using System.Globalization;
using IntegrationHost.App.Api;
using IntegrationHost.App.Web.Page;
using IntegrationHost.Engine;
using IntegrationHost.Engine.Connections;

namespace IntegrationHost.App.Cli;

/// <summary>Answers "why is it slow": what each account allows, uses and refuses, who waits for it, and what is out of
/// order.</summary>
internal static class AccountTable
{
    public static void Print(StatusShape status)
    {
        Terminal.Table(["connection", "state", "since", "at once", "in use", "waiting", "throttled", "left to others"],
            status.Connections.Select(Row));
        foreach (var connection in status.Connections)
        {
            foreach (var text in new[] { connection.Why, connection.Why is null ? connection.Fault : null }
                .OfType<string>())
            {
                Terminal.Line($"{connection.Name} ({connection.State.ToString().ToLowerInvariant()}): {text}");
            }
        }

        foreach (var flow in status.Flows.Where(flow => flow.WaitsForConnection))
        {
            Terminal.Line($"{flow.Name}: waits, with all its records, until its connection answers again");
        }
    }

    private static IReadOnlyList<string> Row(ConnectionStatus connection) =>
    [
        connection.Name,
        connection.State.ToString().ToLowerInvariant(),
        connection.Since?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "",
        connection.Account is { } load ? Limit(load) : "",
        connection.Account is { } used ? Show.Number(used.InUse) : "",
        connection.Account is { } waited ? Waiting(waited) : "",
        connection.Account is { } asked ? Share(asked) : "",
        connection.Account is { Reserve: > 0 } reserved
            ? reserved.Reserve.ToString("P0", CultureInfo.InvariantCulture) : "",
    ];

    private static string Limit(AccountLoad load) => load.Points is { } points
        ? string.Create(CultureInfo.InvariantCulture,
            $"{points.Available:0} of {points.Capacity:0} points, {points.RestoredPerSecond:0}/s")
        : string.Create(CultureInfo.InvariantCulture, $"{load.Places} ({(load.IsMet ? "met" : "not met yet")})");

    private static string Waiting(AccountLoad load) => load.WaitingInAll == 0 ? "0" : string.Join(", ",
        load.Waiting.OrderByDescending(pair => pair.Key).Select(pair =>
            string.Create(CultureInfo.InvariantCulture, $"{pair.Value} {pair.Key.ToString().ToLowerInvariant()}")));

    private static string Share(AccountLoad load) => string.Create(CultureInfo.InvariantCulture,
        $"{load.Throttled} of {load.Requests} ({load.ThrottledShare * 100:0.0} %)");
}
