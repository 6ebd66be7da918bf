using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace IntegrationHost.Crash.Wire;

/// <summary>Messages over a pipe, each behind its length: what a kill cut in the middle does not count.</summary>
internal static class Frames
{
    private const int HeadBytes = 4;
    private const int FrameBytesMost = 64 * 1024 * 1024;

    /// <summary>Writes one message whole.</summary>
    public static void Write<T>(Stream to, T message, JsonTypeInfo<T> type)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(message, type);
        var frame = new byte[HeadBytes + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, body.Length);
        body.CopyTo(frame, HeadBytes);
        lock (to)
        {
            to.Write(frame);
            to.Flush();
        }
    }

    /// <summary>Reads one message; null at the end, also when the last one is cut.</summary>
    public static async Task<T?> ReadAsync<T>(Stream from, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class
    {
        var head = new byte[HeadBytes];
        if (await from.ReadAtLeastAsync(head, HeadBytes, throwOnEndOfStream: false, cancel) < HeadBytes)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, FrameBytesMost);
        var body = new byte[length];
        var read = await from.ReadAtLeastAsync(body, length, throwOnEndOfStream: false, cancel);
        return read < length ? null : JsonSerializer.Deserialize(body, type);
    }
}
