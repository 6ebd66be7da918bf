using IntegrationHost.Engine.Inbox;

namespace IntegrationHost.Storage.Embedded.Frames;

/// <summary>Something that happened to a record, as a frame tells it.</summary>
/// <param name="Record">The key of the record.</param>
/// <param name="Before">The frame that told of the record before this one; -1 for none.</param>
/// <param name="At">When.</param>
/// <param name="What">One word.</param>
/// <param name="Text">In a sentence.</param>
internal sealed record Tell(string Record, long Before, DateTimeOffset At, string What, string Text)
{
    /// <summary>No frame told of the record before.</summary>
    public const long Nothing = -1;

    public static void Write(ImageWriter to, Tell tell) =>
        to.Text(tell.Record).Number(tell.Before).Instant(tell.At).Text(tell.What).Text(tell.Text);

    public static Tell Read(ref ImageReader from) =>
        new(from.Text(), from.Number(), from.Instant(), from.Text(), from.Text());
}
