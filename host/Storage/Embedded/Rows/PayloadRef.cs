using IntegrationHost.Storage.Embedded.Frames;

namespace IntegrationHost.Storage.Embedded.Rows;

/// <summary>Where a payload stands: rows hold this, the bytes are in the journal alone.</summary>
/// <param name="Position">Of the frame.</param>
/// <param name="Index">Which of the frame's payloads.</param>
internal readonly record struct PayloadRef(long Position, int Index)
{
    public static void Write(ImageWriter to, PayloadRef? payload)
    {
        to.Number(payload?.Index ?? -1);
        if (payload is { } known)
        {
            to.Number(known.Position);
        }
    }

    public static PayloadRef? Read(ref ImageReader from)
    {
        var index = from.Count();
        return index < 0 ? null : new PayloadRef(from.Number(), index);
    }
}
