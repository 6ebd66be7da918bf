using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>What is left to do for a write, by what stands in the shop.</summary>
/// <param name="Outcome">The answer when nothing is left, or null.</param>
/// <param name="Steps">The calls, in their order.</param>
/// <param name="Result">The answer when all of them succeeded, from their payloads.</param>
internal sealed record Plan(
    Outcome? Outcome, IReadOnlyList<PlannedCall> Steps, Func<IReadOnlyList<Record>, Outcome> Result)
{
    /// <summary>Whether nothing stands before the last call: what breaks off earlier has changed nothing.</summary>
    public bool CommitsAtEnd { get; init; }

    /// <summary>The id of a whole record that was found by its own marks and looks otherwise; null where none
    /// was.</summary>
    public string? Found { get; init; }

    /// <summary>Nothing is to be sent.</summary>
    public static Plan Done(Outcome outcome) => new(outcome, [], _ => outcome);

    /// <summary>The data is wrong.</summary>
    public static Plan Wrong(string reason, string code, string? field = null, string? value = null) =>
        Done(new Outcome.Rejected(reason, code, field, value));

    /// <summary>One call; its payload makes the answer.</summary>
    public static Plan Send(PlannedCall step, Func<Record, Outcome> result) =>
        new(null, [step], done => result(done[^1]));
}
