using IntegrationHost.Storage.Disk;

namespace IntegrationHost.Storage.Journal;

/// <summary>Where the last segment ends. Behind it may stand what a crash tore: at most one group, of which nobody was
/// told that it is durable.</summary>
/// <param name="Segment">The last segment.</param>
/// <param name="End">Position behind the last sound frame.</param>
/// <param name="Doubtful">From here on frames may have been written and never synced.</param>
/// <param name="JunkEnd">Position behind the last byte that is not zero.</param>
internal sealed record JournalTail(JournalSegment Segment, long End, long Doubtful, long JunkEnd)
{
    private const int SearchBytes = 256 << 10;
    private const int CopyBytes = 256 << 10;
    private const long TornMost = JournalOptions.GroupBytesLimit + Frame.BodyMost + Frame.Head;

    /// <exception cref="StoreUnusableException">The bad place is no torn tail.</exception>
    public static JournalTail Find(IDiskFile file, JournalSegment segment, long knownDurable)
    {
        var reader = new FrameReader(file, segment.Start);
        var (end, doubtful) = (segment.Start, segment.Start);
        var found = reader.Read(end);
        for (; found.IsInPlace; found = reader.Read(end))
        {
            (end, doubtful) = (found.End, found.DurableUpTo);
        }

        if (found.IsMisplaced)
        {
            throw JournalDamage.In(segment.Path, end, $"what stands there belongs to position {found.Position}");
        }

        var junkEnd = CheckBehind(file, segment, end);
        if (end < knownDurable)
        {
            throw JournalDamage.In(segment.Path, end, $"the state knows that it was sound up to {knownDurable}");
        }

        if (junkEnd - end > TornMost)
        {
            throw JournalDamage.In(segment.Path, end, "more is unreadable than one interrupted write can leave");
        }

        return new JournalTail(segment, end, Math.Max(doubtful, segment.Start), junkEnd);
    }

    /// <summary>Clears what was torn, and has the disk confirm the rest before anyone acts on it. What may never have
    /// been synced is written again: after a sync that failed in an earlier life it may stand in memory only, in pages
    /// that the system believes are saved.</summary>
    public void MakeDurable(IDiskFile file, int segmentBytes)
    {
        var copy = new byte[CopyBytes];
        for (var at = Doubtful - Segment.Start; at < End - Segment.Start; at += copy.Length)
        {
            var part = copy.AsSpan(0, (int)Math.Min(copy.Length, End - Segment.Start - at));
            file.Write(part[..file.Read(part, at)], at);
        }

        ZeroFill.Write(file, End - Segment.Start, JunkEnd - Segment.Start);
        ZeroFill.Write(file, file.Length, segmentBytes);
        file.Sync();
    }

    // Goes through everything behind the bad place, byte by byte: a sound frame that was written after the bad place
    // had been synced proves that something durable is gone.
    private static long CheckBehind(IDiskFile file, JournalSegment segment, long bad)
    {
        var reader = new FrameReader(file, segment.Start);
        var window = new byte[SearchBytes + Frame.Head];
        var (length, junkEnd) = (file.Length, bad);
        for (var at = bad - segment.Start; at < length; at += SearchBytes)
        {
            var part = window.AsSpan(0, file.Read(window, at));
            var lastByte = part.LastIndexOfAnyExcept((byte)0);
            if (lastByte < 0)
            {
                continue;
            }

            junkEnd = Math.Max(junkEnd, segment.Start + at + lastByte + 1);
            for (var offset = 0; offset < SearchBytes && offset + Frame.Head <= part.Length; offset++)
            {
                var position = segment.Start + at + offset;
                if (Frame.PositionIn(part[offset..]) == position && reader.Read(position) is { IsInPlace: true } later
                    && later.DurableUpTo > bad)
                {
                    throw JournalDamage.In(segment.Path, bad,
                        $"the entry at {position} was written when this one had been saved");
                }
            }
        }

        return junkEnd;
    }
}
