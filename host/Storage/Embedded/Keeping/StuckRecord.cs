using IntegrationHost.Engine.Inbox;
using IntegrationHost.Storage.Embedded.Deciding;
using IntegrationHost.Storage.Embedded.Frames;
using IntegrationHost.Storage.Embedded.Ports;
using IntegrationHost.Storage.Embedded.Rows;

namespace IntegrationHost.Storage.Embedded.Keeping;

/// <summary>An unsettled record whose frames are to go, as it was when it was looked at.</summary>
internal sealed record StuckRecord(
    RecordKey Record, string Key, long Began, long Told, IReadOnlyList<PayloadRef?> Payloads, PayloadRef? Input,
    PayloadRef? Rendered)
{
    public static StuckRecord Of(RecordRow row) => new(
        row.Record, row.Key, row.Began, row.Told, [.. row.Changes.Select(change => change.Payload)], row.Input,
        row.Intent?.Rendered);

    /// <summary>Reads out of the journal what has to be kept of it.</summary>
    public Carried Read(PayloadReader payloads) => new(
        this,
        [.. payloads.Told(Key, Told, Began).Reverse()],
        [.. Payloads.Select(payload => payload is { } known ? payloads.ReadKept(known) : null)],
        Input is { } input && payloads.TryRead(input) is not null ? payloads.ReadKept(input) : null,
        Rendered is { } rendered ? payloads.ReadKept(rendered) : null);
}

/// <summary>What is carried into a new frame.</summary>
internal sealed record Carried(
    StuckRecord Stuck, IReadOnlyList<Tell> Tells, IReadOnlyList<byte[]?> Payloads, byte[]? Input, byte[]? Rendered)
{
    /// <summary>Stores it anew, unless something happened to the record meanwhile; then it is looked at
    /// again.</summary>
    public bool Put(Decision decision)
    {
        var unit = decision.Unit;
        if (decision.State.Pending.Find(Stuck.Record) is not { } row || StuckRecord.Of(row) is var now
            && (now.Began != Stuck.Began || now.Told != Stuck.Told || now.Payloads.Count != Stuck.Payloads.Count))
        {
            return false;
        }

        decision.Change(row, () =>
        {
            decision.Unspill(row);
            for (var at = 0; at < row.Changes.Count; at++)
            {
                row.Changes[at] = row.Changes[at] with { Payload = Keep(unit, Payloads[at]) };
            }

            row.Input = Keep(unit, Input);
            row.Intent = row.Intent is { } intent ? intent with { Rendered = unit.Keep(Rendered!) } : null;
            row.Told = Tells.Count > 0 ? Tells[0].Before : row.Told;
            foreach (var tell in Tells)
            {
                decision.Tell(row, tell.At, tell.What, tell.Text);
            }

            row.Began = unit.Position;
        });
        return true;
    }

    private static PayloadRef? Keep(Unit unit, byte[]? kept) => kept is null ? null : unit.Keep(kept);
}
