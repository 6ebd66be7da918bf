using System.Collections.Concurrent;
using IntegrationHost.Limits;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Client;

/// <summary>What each operation asked for last time, in cost points, and what an answer tells of the shop's
/// bucket.</summary>
internal sealed class RequestedCosts(Budget budget)
{
    private const double CostFirst = 50;

    private readonly ConcurrentDictionary<string, double> _asked = new();

    public double Of(string operation) => _asked.GetValueOrDefault(operation, CostFirst);

    /// <summary>Passes on what the answer says; gives the wait when the answer was a refusal.</summary>
    public TimeSpan? Learn(string operation, Record answer, Permit permit)
    {
        var asked = Number(answer, "requestedQueryCost");
        var left = Number(answer, "throttleStatus.currentlyAvailable");
        var restored = Number(answer, "throttleStatus.restoreRate");
        // What the shop refused as too much for one query will be asked for in smaller parts.
        if (asked is { } points && (!AnswerErrors.Any(answer) || AnswerErrors.IsThrottled(answer)))
        {
            _asked[operation] = points;
        }

        if (Number(answer, "throttleStatus.maximumAvailable") is { } capacity && restored is { } perSecond)
        {
            budget.Describe(capacity, perSecond);
        }

        if (!AnswerErrors.IsThrottled(answer))
        {
            permit.Report(Number(answer, "actualQueryCost") ?? asked ?? 0, left);
            return null;
        }

        var wanted = asked ?? Of(operation);
        var wait = ThrottleWait.For(wanted, left ?? 0, restored ?? 0);
        // Where the bucket holds enough for this call it holds enough for others: only this one waits.
        permit.Report(0, left, left >= wanted ? TimeSpan.Zero : wait);
        return wait;
    }

    // Never a reason to fail an answer: what cannot be read is as good as not said.
    private static double? Number(Record answer, string path)
    {
        try
        {
            return (double?)answer.NumberOrNull("extensions.cost." + path);
        }
        catch (RecordException)
        {
            return null;
        }
    }
}
