using IntegrationHost.Storage.Disk;

namespace IntegrationHost.Storage.Journal;

/// <summary>Reads frames of one segment, one after the other, through a window. A window is never used twice, so that
/// a body may be kept.</summary>
internal sealed class FrameReader(IDiskFile file, long start, int windowBytes = FrameReader.ManyBytes)
{
    /// <summary>For one frame: most are smaller.</summary>
    public const int OneBytes = 4 << 10;

    /// <summary>For many in a row: below the size from which the runtime keeps arrays apart.</summary>
    public const int ManyBytes = 64 << 10;

    private byte[] _window = [];
    private long _windowAt;
    private int _filled;

    /// <summary>What stands at a position: a frame, if it is sound and belongs there.</summary>
    public FrameFound Read(long position)
    {
        var head = Bytes(position - start, Frame.Head).Span;
        var length = head.Length < Frame.Head ? 0 : Frame.LengthIn(head);
        if (!Frame.CanBe(length))
        {
            return default;
        }

        var frame = Bytes(position - start, Frame.Head + length);
        if (frame.Length < Frame.Head + length || !Frame.IsSound(frame.Span))
        {
            return default;
        }

        var at = Frame.PositionIn(frame.Span);
        return new FrameFound(at, Frame.DurableUpToIn(frame.Span), frame[Frame.Head..], at == position);
    }

    /// <summary>So many bytes of the file, fewer where it ends.</summary>
    public ReadOnlyMemory<byte> Bytes(long at, int count)
    {
        if (at < _windowAt || at + count > _windowAt + _filled)
        {
            _window = GC.AllocateUninitializedArray<byte>(Math.Max(windowBytes, count));
            _windowAt = at;
            _filled = file.Read(_window, at);
        }

        var from = (int)(at - _windowAt);
        return _window.AsMemory(from, Math.Min(count, _filled - from));
    }
}

/// <summary>A sound frame; a default one where there is none.</summary>
/// <param name="Position">The position it claims.</param>
/// <param name="DurableUpTo">Everything before was durable when it was written.</param>
/// <param name="Body">Its body.</param>
/// <param name="IsInPlace">Whether it is sound and stands where it claims to stand.</param>
internal readonly record struct FrameFound(
    long Position, long DurableUpTo, ReadOnlyMemory<byte> Body, bool IsInPlace)
{
    /// <summary>Sound, but written for another place.</summary>
    public bool IsMisplaced => !IsInPlace && !Body.IsEmpty;

    /// <summary>Where the next one stands.</summary>
    public long End => Position + Frame.Head + Body.Length;
}
