using System.Globalization;
using IntegrationHost.Limits;

namespace IntegrationHost.Engine.Connections;

/// <summary>Why the work of a connection takes its time, in a sentence. Pure.</summary>
internal static class WhySlow
{
    public static string? Of(ConnectionStatus connection) => connection switch
    {
        { State: ConnectionState.Paused } =>
            Text($"paused since {connection.Since:yyyy-MM-dd HH:mm:ss} UTC, its flows wait; ")
            + Text($"asked again at {connection.ProbedAt:HH:mm:ss}: {connection.Fault}"),
        { Account: { PausedUntil: { } until } } => Text($"the account asked us to wait until {until:HH:mm:ss} UTC"),
        { Account: { WaitingInAll: > 0 } load } => Waiting(load),
        _ => null,
    };

    private static string Waiting(AccountLoad load)
    {
        var who = string.Join(", ", load.Waiting.OrderByDescending(pair => pair.Key)
            .Select(pair => Text($"{pair.Value} {Name(pair.Key)}")));
        var limit = load.InUse >= load.Places
            ? Text($"its limit of {load.Places} at once ({(load.IsMet ? "met by refusals" : "not met yet")})")
            : load.Points is { } points
                ? Text($"its points: {points.Available:0} of {points.Capacity:0}, ")
                    + Text($"{points.RestoredPerSecond:0} a second")
                : "its turn";
        var reserve = load.Reserve > 0 ? Text($"; {load.Reserve:P0} of it is left to others") : "";
        return $"{who} wait for {limit}{reserve}";
    }

    private static string Name(Priority priority) => priority.ToString().ToLowerInvariant();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
