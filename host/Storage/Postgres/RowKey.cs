using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Storage.Postgres;

/// <summary>Keys of rows: 16 bytes of a SHA-256 over the parts, each with its length before it, so that names and ids
/// may be of any length and hold any character. Pure.</summary>
internal static class RowKey
{
    private const int StackBytes = 512;

    public static Guid Of(RecordKey record) => Hash(record.Flow, record.Entity, record.Id);

    public static Guid Of(LinkSide side) => Hash(side.Name, side.Connection, side.Other, side.Id);

    public static Guid Of(Dependency dependency) =>
        Hash("waits", dependency.Kind.ToString(), dependency.Scope, dependency.Value);

    public static Guid OfCause(string cause) => Hash("cause", cause);

    public static Guid OfDelivery(string key) => Hash("delivery", key);

    public static Guid OfCursor(string flow) => Hash("cursor", flow);

    private static Guid Hash(params ReadOnlySpan<string> parts)
    {
        var most = 0;
        foreach (var part in parts)
        {
            most += sizeof(int) + (part.Length * sizeof(char));
        }

        var bytes = most <= StackBytes ? stackalloc byte[StackBytes] : new byte[most];
        var at = 0;
        foreach (var part in parts)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes[at..], part.Length);
            at += sizeof(int);
            // UTF-16 as it stands: half a surrogate pair has no UTF-8 of its own.
            MemoryMarshal.AsBytes(part.AsSpan()).CopyTo(bytes[at..]);
            at += part.Length * sizeof(char);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..at], hash);
        return new Guid(hash[..16], bigEndian: true);
    }
}
