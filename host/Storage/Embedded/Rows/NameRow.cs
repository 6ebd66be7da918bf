using System.Security.Cryptography;
using System.Text;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Storage.Embedded.Deciding;
using IntegrationHost.Storage.Embedded.Frames;

namespace IntegrationHost.Storage.Embedded.Rows;

/// <summary>By which a settled record is found by its name. The key holds the name's hash: names may be those of
/// persons.</summary>
internal static class NameRow
{
    private const int HashBytes = 12;

    /// <summary>How the keys of all records with this name begin.</summary>
    public static string PrefixOf(string name) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, HashBytes)) + "|";

    /// <summary>Changes under which name a record is found. Every record is found by its id anyway.</summary>
    public static void Put(Decision decision, RecordKey record, string? before, string name)
    {
        if (before == name)
        {
            return;
        }

        if (before is not null && before != record.Id)
        {
            decision.Unit.Delete(IdOf(record, before));
        }

        if (name != record.Id)
        {
            var image = decision.Images.Clear().Text(record.Flow).Text(record.Entity).Text(record.Id).ToArray();
            decision.Unit.Put(IdOf(record, name), image, isNew: before is null);
        }
    }

    public static RecordKey RecordOf(ReadOnlySpan<byte> image)
    {
        var from = new ImageReader(image);
        return new RecordKey(from.Text(), from.Text(), from.Text());
    }

    private static RowId IdOf(RecordKey record, string name) =>
        new(Table.Names, PrefixOf(name) + RowKey.Of(record));
}
