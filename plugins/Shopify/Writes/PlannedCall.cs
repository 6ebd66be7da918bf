using System.Text.Json.Nodes;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>A call to be made.</summary>
/// <param name="Operation">The document.</param>
/// <param name="Field">Its one field.</param>
/// <param name="Variables">From the payloads of the calls before it.</param>
internal sealed record PlannedCall(
    string Operation, string Field, Func<IReadOnlyList<Record>, JsonObject> Variables)
{
    public PlannedCall(string operation, string field, JsonObject variables)
        : this(operation, field, _ => variables)
    {
    }

    /// <summary>Whether an external id that is taken means that the record stands and the search does not show it
    /// yet.</summary>
    public bool TakenIsLater { get; init; }

    /// <summary>Where the payload names the job in which it goes on, or null: its end is waited for, a few seconds
    /// long.</summary>
    public string? Job { get; init; }

    /// <summary>Its idempotency key at the n-th attempt, from 1, or null where the shop knows no key: another one only
    /// where the shop says that the attempt under the last one failed.</summary>
    public Func<int, string>? Key { get; init; }

    /// <summary>Where the payload lists what is wrong.</summary>
    public string Errors { get; init; } = "userErrors";
}
