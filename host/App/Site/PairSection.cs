using System.Globalization;
using IntegrationHost.Engine;
using Microsoft.Extensions.Configuration;

namespace IntegrationHost.App.Site;

/// <summary>Reads what a flow says about holds, deletions and a link that is kept both ways.</summary>
internal sealed class PairSection(string flow, Action<string, string> find)
{
    private static readonly TimeSpan HoldAlarmLeast = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan HoldAlarmMost = TimeSpan.FromDays(365);

    public TimeSpan HoldAlarm(string? text)
    {
        if (text is null)
        {
            return TimeSpan.FromDays(1);
        }

        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var after)
            && after >= HoldAlarmLeast && after <= HoldAlarmMost)
        {
            return after;
        }

        find($"{flow}:holdAlarmAfter",
            $"'{text}' must be a time between 00:01:00 and 365.00:00:00, for example 1.00:00:00 for a day");
        return default;
    }

    public T? Policy<T>(string? text, string key, T? otherwise)
        where T : struct, Enum
    {
        if (text is null)
        {
            return otherwise;
        }

        if (Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            return Enum.Parse<T>(text, ignoreCase: true);
        }

        find($"{flow}:{key}", $"'{text}' is not known; write one of "
            + string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant());
        return otherwise;
    }

    public IReadOnlyDictionary<string, ConflictPolicy> Owners(IConfigurationSection section) => section.GetChildren()
        .Select(field => (field.Key, Policy: Policy<ConflictPolicy>(field.Value, $"owners:{field.Key}", null)))
        .Where(field => field.Policy is not null)
        .ToDictionary(field => field.Key, field => field.Policy!.Value);
}
