using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Embedded.Rows;

namespace IntegrationHost.Storage.Embedded.Ports;

/// <summary>What was claimed, before its payloads are read.</summary>
internal sealed record ClaimedRows(IReadOnlyList<ClaimedRow> Records, DateTimeOffset? NextDue);

/// <summary>A claimed record as it was at that moment; the row itself goes on changing.</summary>
internal sealed record ClaimedRow(
    RecordKey Record, IReadOnlyList<PendingChange> Changes, int Attempts, IntentRow? Intent, LedgerEntry? Entry)
{
    public static ClaimedRow Of(RecordRow row) =>
        new(row.Record, [.. row.Changes], row.Attempts, row.Intent, row.Entry?.Entry);

    /// <summary>The claim with the payloads it refers to.</summary>
    public ClaimedRecord Read(PayloadReader payloads) => new(
        Record,
        [.. Changes.Select(change => Read(change, payloads))],
        Attempts,
        Intent is null ? null : Intent.Known with { Rendered = payloads.Read(Intent.Rendered) },
        Entry);

    private static StoredChange Read(PendingChange change, PayloadReader payloads) => change.Payload is { } payload
        ? change.Stored with
        {
            Change = change.Stored.Change with { Record = Records.Record.Parse(payloads.Read(payload)) },
        }
        : change.Stored;
}
