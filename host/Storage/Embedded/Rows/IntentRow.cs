using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Embedded.Frames;

namespace IntegrationHost.Storage.Embedded.Rows;

/// <summary>An intent without the rendered write.</summary>
/// <param name="Known">The intent; what it renders is left out.</param>
/// <param name="Rendered">Where the rendered write stands.</param>
internal sealed record IntentRow(Intent Known, PayloadRef Rendered)
{
    public static void Write(ImageWriter to, IntentRow intent)
    {
        var (known, source) = (intent.Known, intent.Known.Source);
        to.Text(known.Key).Text(known.Entity).Text(known.TargetId).Text(source.SourceVersion)
            .Text(source.ScriptVersion).Text(source.Fingerprint).Number(source.Through).Instant(known.At);
        PayloadRef.Write(to, intent.Rendered);
    }

    public static IntentRow Read(ref ImageReader from, RecordKey record)
    {
        var (key, entity, target) = (from.Text(), from.Text(), from.TextOrNull());
        var source = new IntentSource(from.Text(), from.Text(), from.Text(), from.Number());
        var known = new Intent(record, key, entity, target, default, source, from.Instant());
        return new IntentRow(known, PayloadRef.Read(ref from)!.Value);
    }
}
