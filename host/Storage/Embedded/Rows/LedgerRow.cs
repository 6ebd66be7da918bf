using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Embedded.Frames;

namespace IntegrationHost.Storage.Embedded.Rows;

/// <summary>What was done with a record, and where the journal tells of it.</summary>
/// <param name="Record">Which.</param>
/// <param name="Entry">As the rooms know it.</param>
/// <param name="Kind">Of the change that was settled: a deletion is no news after a deletion.</param>
/// <param name="Problems">That outlived the write.</param>
/// <param name="Told">The frame that told last of this record; -1 for none.</param>
/// <param name="Input">The record as it was mapped last.</param>
internal sealed record LedgerRow(
    RecordKey Record, LedgerEntry Entry, ChangeKind Kind, IReadOnlyList<ProblemNote> Problems, long Told,
    PayloadRef? Input)
{
    public byte[] Image(ImageWriter to)
    {
        to.Clear().Text(Record.Flow).Text(Record.Entity).Text(Record.Id)
            .Number((int)Entry.State).Text(Entry.Name).Text(Entry.SourceVersion).Text(Entry.Fingerprint)
            .Text(Entry.TargetEntity).Text(Entry.TargetId).Text(Entry.TargetVersion).Text(Entry.ScriptVersion)
            .Instant(Entry.At).Number((int)Kind).List(Problems, ParkImage.Write).Number(Told);
        PayloadRef.Write(to, Input);
        return to.Text(Entry.Agreed).ToArray();
    }

    public static LedgerRow Of(ReadOnlySpan<byte> image)
    {
        var from = new ImageReader(image);
        var record = new RecordKey(from.Text(), from.Text(), from.Text());
        var entry = new LedgerEntry(
            (EntryState)from.Count(), from.Text(), from.Text(), from.Text(), from.Text(), from.Text(), from.Text(),
            from.Text(), from.Instant());
        var row = new LedgerRow(
            record, entry, (ChangeKind)from.Count(), from.List(ParkImage.Note), from.Number(),
            PayloadRef.Read(ref from));
        return row with { Entry = entry with { Agreed = from.Text() } };
    }
}
