using System.Security.Cryptography;
using System.Text;
using IntegrationHost.Engine.Inbox;

namespace IntegrationHost.Storage.Embedded;

/// <summary>Keys of rows. LiteDB takes 1,023 bytes; what is longer is replaced by its hash.</summary>
internal static class RowKey
{
    private const int BytesMost = 400;

    public static string Of(RecordKey record) => Bounded($"{record.Flow}|{record.Entity}|{record.Id}");

    public static string Bounded(string key) => Encoding.UTF8.GetByteCount(key) <= BytesMost
        ? key
        : "#" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
