using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Storage.Embedded.Frames;

namespace IntegrationHost.Storage.Embedded.Rows;

/// <summary>A stored change without its payload.</summary>
/// <param name="Stored">The change; its record is left out.</param>
/// <param name="Payload">Where the record stands, where the change brought one.</param>
internal sealed record PendingChange(StoredChange Stored, PayloadRef? Payload)
{
    public long Sequence => Stored.Sequence;

    public static void Write(ImageWriter to, PendingChange change)
    {
        var (stored, told) = (change.Stored, change.Stored.Change);
        to.Number(stored.Sequence).Text(told.Version).Number((int)told.Kind).Text(told.Name).Text(told.GroupKey)
            .Number(told.ChangedAt is null ? 0 : 1).Text(stored.Origin).Instant(stored.SeenAt);
        if (told.ChangedAt is { } at)
        {
            to.Instant(at);
        }

        PayloadRef.Write(to, change.Payload);
    }

    public static PendingChange Read(ref ImageReader from, RecordKey record)
    {
        var sequence = from.Number();
        var change = new Change(record.Entity, record.Id, from.Text())
        {
            Kind = (ChangeKind)from.Count(),
            Name = from.TextOrNull(),
            GroupKey = from.TextOrNull(),
        };
        var hasInstant = from.Count() == 1;
        var (origin, seen) = (from.Word(), from.Instant());
        change = hasInstant ? change with { ChangedAt = from.Instant() } : change;
        return new PendingChange(new StoredChange(sequence, change, origin, seen), PayloadRef.Read(ref from));
    }
}
