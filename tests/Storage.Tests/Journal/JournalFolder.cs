using System.Text;
using IntegrationHost.Storage.Disk;
using IntegrationHost.Storage.Journal;

namespace IntegrationHost.Storage.Tests.Journaling;

/// <summary>A folder with a journal in small segments, on the real disk or on another.</summary>
internal sealed class JournalFolder(IDisk? disk = null) : IDisposable
{
    public const int SegmentBytes = 16 << 10;

    private readonly DirectoryInfo? _made = disk is null ? Directory.CreateTempSubdirectory("ihost-journal-") : null;

    public IDisk Disk { get; } = disk ?? LocalDisk.Instance;

    public string Path => _made?.FullName ?? "/journal";

    /// <summary>How many entries each group had, in order.</summary>
    public List<int> Groups { get; } = [];

    /// <summary>Everything that completed, in order.</summary>
    public List<JournalEntry> Completed { get; } = [];

    public JournalOptions Options { get; init; } = new() { SegmentBytes = SegmentBytes, GroupBytesMost = 4 << 10 };

    public Storage.Journal.Journal Open(long knownDurable = 0) =>
        Storage.Journal.Journal.Open(Disk, Path, Options, knownDurable, Complete);

    /// <summary>Opens, appends one after the other, closes.</summary>
    public async Task<long[]> FillAsync(params string[] bodies)
    {
        await using var journal = Open();
        var positions = new List<long>();
        foreach (var body in bodies)
        {
            positions.Add(await journal.AppendAsync(body));
        }

        return [.. positions];
    }

    /// <summary>Opens and reads all bodies.</summary>
    public async Task<string[]> BodiesAsync(long knownDurable = 0)
    {
        await using var journal = Open(knownDurable);
        return journal.Bodies();
    }

    public void Dispose() => _made?.Delete(recursive: true);

    private void Complete(IReadOnlyList<JournalEntry> group)
    {
        lock (Completed)
        {
            Groups.Add(group.Count);
            Completed.AddRange(group);
        }

        foreach (var entry in group)
        {
            (entry as WaitingEntry)?.Complete();
        }
    }
}

/// <summary>The journal in the words of its tests.</summary>
internal static class JournalWords
{
    public static WaitingEntry Put(this Storage.Journal.Journal journal, string body)
    {
        var entry = new WaitingEntry(Encoding.UTF8.GetBytes(body));
        journal.Enqueue(entry);
        return entry;
    }

    public static Task<long> AppendAsync(this Storage.Journal.Journal journal, string body) => journal.Put(body).Done;

    public static string[] Bodies(this Storage.Journal.Journal journal) =>
        [.. journal.Scan(journal.First).Select(frame => Encoding.UTF8.GetString(frame.Body.Span))];

    public static string BodyAt(this Storage.Journal.Journal journal, long position) =>
        Encoding.UTF8.GetString(journal.Read(position));
}
