namespace IntegrationHost.Plugins.Shopify.Client;

/// <summary>Reads an answer's body up to a bound.</summary>
internal static class BoundedBody
{
    private const int BytesMost = 32 * 1024 * 1024;
    private const int BytesFirst = 16 * 1024;

    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken cancel)
    {
        using var stream = await content.ReadAsStreamAsync(cancel);
        var body = new byte[Math.Clamp(content.Headers.ContentLength + 1 ?? BytesFirst, BytesFirst, BytesMost)];
        for (var length = 0; ;)
        {
            var read = await stream.ReadAsync(body.AsMemory(length), cancel);
            if (read == 0)
            {
                return body.AsMemory(0, length);
            }

            length += read;
            if (length == body.Length)
            {
                Array.Resize(ref body, length < BytesMost
                    ? Math.Min(length * 2, BytesMost)
                    : throw new IOException($"the answer is longer than {BytesMost} bytes"));
            }
        }
    }
}
