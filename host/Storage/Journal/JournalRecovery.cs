using IntegrationHost.Storage.Disk;

namespace IntegrationHost.Storage.Journal;

/// <summary>Opens what an earlier life left: checks that no segment is missing or short, finds the end of the last one,
/// tells a torn tail from damage, cuts the one and reports the other.</summary>
internal static class JournalRecovery
{
    /// <summary>The segments, the last one's open file, and the position where it goes on, all of it on disk.</summary>
    public static (SegmentList Segments, IDiskFile Last, long Tail) Open(
        IDisk disk, string folder, JournalOptions options, long knownDurable)
    {
        disk.MakeFolder(folder);
        SpareSegment.Discard(disk, folder);
        var segments = Find(disk, folder);
        if (segments.Count == 0)
        {
            return Begin(disk, folder, options, knownDurable);
        }

        foreach (var segment in segments.SkipLast(1))
        {
            CheckSealed(disk, segment);
        }

        var last = segments[^1];
        var file = disk.Open(last.Path, FileMode.Open);
        try
        {
            var tail = JournalTail.Find(file, last, knownDurable);
            tail.MakeDurable(file, options.SegmentBytes);
            disk.SyncFolder(folder);
            return (new SegmentList(segments), file, tail.End);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static List<JournalSegment> Find(IDisk disk, string folder)
    {
        var starts = disk.FilesIn(folder).Select(JournalSegment.StartOf).OfType<long>().Order().ToList();
        return [.. starts.Select((start, at) => new JournalSegment(
            start,
            at + 1 < starts.Count ? starts[at + 1] : JournalSegment.Open,
            JournalSegment.PathOf(folder, start)))];
    }

    private static (SegmentList Segments, IDiskFile Last, long Tail) Begin(
        IDisk disk, string folder, JournalOptions options, long knownDurable)
    {
        var first = new JournalSegment(0, JournalSegment.Open, JournalSegment.PathOf(folder, 0));
        if (knownDurable > 0)
        {
            throw JournalDamage.In(first.Path, 0, "the file is missing, and the state knows that it was written");
        }

        var file = new SpareSegment(disk, folder, options.SegmentBytes).TakeAs(first.Path);
        return (new SegmentList([first]), file, 0);
    }

    // A sealed segment was cut to its exact length, on disk, before its successor was made.
    private static void CheckSealed(IDisk disk, JournalSegment segment)
    {
        using var file = disk.Open(segment.Path, FileMode.Open);
        var end = segment.Start + file.Length;
        if (end < segment.End)
        {
            throw JournalDamage.In(segment.Path, end,
                $"it ends there, and the next file begins at {segment.End}: it was cut short, or a file is missing");
        }

        if (end > segment.End)
        {
            throw JournalDamage.In(segment.Path, segment.End, "it goes on where the next file has already begun");
        }
    }
}
