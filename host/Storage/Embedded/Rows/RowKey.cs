using System.Security.Cryptography;
using System.Text;
using IntegrationHost.Engine.Inbox;

namespace IntegrationHost.Storage.Embedded.Rows;

/// <summary>Keys of rows. LiteDB takes 1,023 bytes; what is longer is replaced by its hash.</summary>
internal static class RowKey
{
    private const int BytesMost = 400;
    private const int BytesPerChar = 3; // Of UTF-8, at most.

    public static string Of(RecordKey record) => Join(record.Flow, record.Entity, record.Id);

    /// <summary>One key of several parts; a bar inside a part does not end it.</summary>
    public static string Join(params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
        {
            if (part.AsSpan().IndexOfAny('|', '%') >= 0)
            {
                return Bounded(string.Join('|', parts.ToArray().Select(Escaped)));
            }
        }

        return Bounded(string.Join('|', parts));
    }

    public static string Bounded(string key) =>
        key.Length <= BytesMost / BytesPerChar || Encoding.UTF8.GetByteCount(key) <= BytesMost
        ? key
        : "#" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static string Escaped(string part) => part.AsSpan().IndexOfAny('|', '%') < 0
        ? part
        : part.Replace("%", "%25", StringComparison.Ordinal).Replace("|", "%7C", StringComparison.Ordinal);
}
