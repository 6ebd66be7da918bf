using System.CommandLine;
using System.Globalization;

namespace IntegrationHost.App.Cli;

/// <summary>An option that names a point in time: an instant, or how long ago (<c>90m</c>, <c>6h</c>,
/// <c>2d</c>).</summary>
internal static class InstantOption
{
    public static Option<DateTimeOffset?> Named(string name, string description) => new(name)
    {
        Description = $"{description}: an instant like 2026-11-01T00:00:00Z, or how long ago, like 6h or 2d",
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (Parse(text, TimeProvider.System.GetUtcNow()) is { } instant)
            {
                return instant;
            }

            result.AddError($"'{text}' is no instant; write it like 2026-11-01T00:00:00Z, or how long ago, like 6h "
                + "or 2d");
            return null;
        },
    };

    /// <summary>What the text means now, or null.</summary>
    public static DateTimeOffset? Parse(string text, DateTimeOffset now)
    {
        if (text.Length > 1 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && UnitOf(text[^1]) is { } unit)
        {
            var ago = unit * number;
            return ago < now - DateTimeOffset.MinValue ? now - ago : null;
        }

        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;
    }

    private static TimeSpan? UnitOf(char unit) => unit switch
    {
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        'd' => TimeSpan.FromDays(1),
        _ => null,
    };
}
