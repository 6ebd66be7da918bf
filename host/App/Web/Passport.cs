using IntegrationHost.App.Api;
using IntegrationHost.Engine;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Engine.Problems;

namespace IntegrationHost.App.Web;

/// <summary>Everything known of one record, in order of time. What remote systems said is shown without addresses,
/// tokens and card numbers.</summary>
internal static class Passport
{
    private const string PutBack = "retry";

    public static PassportShape Of(RecordState state, FlowDefinition? flow, IReadOnlyList<HistoryEntry> history)
    {
        var (from, to) = (flow?.From.Connection ?? "?", flow?.To.Connection ?? "?");
        return new PassportShape(state, [.. history.Select(entry => entry with { Text = Redacted.Of(entry.Text) })])
        {
            Source = $"{from}/{state.Record.Entity} {state.Record.Id}",
            Target = state.Entry is { TargetId.Length: > 0 } entry
                ? $"{to}/{entry.TargetEntity} {entry.TargetId}" : null,
            Attempts = history.Count(entry => entry.What == PutBack),
        };
    }
}
