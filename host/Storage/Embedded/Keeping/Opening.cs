using IntegrationHost.Storage.Disk;
using IntegrationHost.Storage.Embedded.Deciding;
using IntegrationHost.Storage.Embedded.Frames;
using IntegrationHost.Storage.Embedded.Projecting;
using IntegrationHost.Storage.Embedded.Rows;
using IntegrationHost.Storage.Journal;

namespace IntegrationHost.Storage.Embedded.Keeping;

/// <summary>Brings journal and projection together: the projection as it lies there where it can be trusted, else the
/// newest whole snapshot, else none, and behind it every frame of the journal that it does not have.</summary>
internal sealed class Opening(EmbeddedOptions options, StateMark mark)
{
    private const int FramesAtOnce = 2000;

    private readonly IDisk _disk = options.Disk;
    private readonly SnapshotFolder _snapshots = new(options.Disk, options.SnapshotsFolder);

    private string _whyNot = "it was not closed in order, or is missing or damaged";
    private string _restored = "";

    /// <summary>How many frames had to be applied.</summary>
    public int Replayed { get; private set; }

    /// <summary>What a person is told when the projection was made anew; null where it was used as it lay
    /// there.</summary>
    public string? Told { get; private set; }

    /// <summary>Whether the projection was written anew to give free room back.</summary>
    public bool IsCompacted { get; private set; }

    public SnapshotFolder Snapshots => _snapshots;

    /// <summary>Opens both, applies what is missing and loads what is kept in memory.</summary>
    /// <param name="onDurable">For the journal.</param>
    /// <exception cref="StoreUnusableException">The journal is damaged, or has lost its beginning.</exception>
    public Opened Open(Action<IReadOnlyList<JournalEntry>> onDurable)
    {
        RefuseFirstFormat();
        var left = mark.Left(options.Boot());
        if (CanTrustProjection(left))
        {
            try
            {
                IsCompacted = left == LeftAs.Closed && new Compaction(options).Run();
                return Open(() => ProjectionFile.Open(_disk, options.ProjectionPath, options.Seal), onDurable);
            }
            catch (Exception fault) when (fault is not StoreUnusableException)
            {
                // LiteDB meets a damaged file with whatever exception the bytes lead to.
                _whyNot = fault.Message;
            }
        }

        var isNew = !_disk.Exists(options.ProjectionPath) && _disk.FilesIn(options.JournalFolder).Count == 0;
        var opened = Open(Restore, onDurable);
        Told = isNew ? null : $"the projection was made anew ({_whyNot}): {_restored}, and {Replayed} entries of the "
            + "journal behind it; nothing is lost";
        return opened;
    }

    private Opened Open(Func<ProjectionFile> open, Action<IReadOnlyList<JournalEntry>> onDurable)
    {
        ProjectionFile? file = null;
        Journal.Journal? journal = null;
        try
        {
            file = open();
            journal = Journal.Journal.Open(
                _disk, options.JournalFolder, options.Journal, file.Applied, onDurable);
            Replay(journal, file);
            return new Opened(journal, file, Loading.Load(file, journal.First, options.JournalFolder));
        }
        catch
        {
            journal?.DisposeAsync().AsTask().GetAwaiter().GetResult();
            TryClose(file);
            throw;
        }
    }

    private bool CanTrustProjection(LeftAs left) => left switch
    {
        LeftAs.Closed => HasBytes(options.ProjectionPath),
        LeftAs.Killed => IsWhole(options.ProjectionPath) && IsWhole(ProjectionFile.LogOf(options.ProjectionPath)),
        _ => false,
    };

    private bool HasBytes(string path)
    {
        if (!_disk.Exists(path))
        {
            return false;
        }

        using var file = _disk.Open(path, FileMode.Open);
        return file.Length > 0;
    }

    private bool IsWhole(string path)
    {
        if (!_disk.Exists(path))
        {
            return false;
        }

        using var file = _disk.Open(path, FileMode.Open);
        return DiskStream.IsWhole(file);
    }

    private ProjectionFile Restore()
    {
        mark.Distrust();
        _restored = "from no snapshot";
        _disk.Delete(ProjectionFile.LogOf(options.ProjectionPath));
        if (_disk.Exists(options.ProjectionPath))
        {
            _disk.Move(options.ProjectionPath, options.ProjectionPath + ".damaged");
        }

        foreach (var snapshot in _snapshots.All())
        {
            using var copy = _disk.Open(snapshot.Path, FileMode.Open);
            if (copy.Length == snapshot.Bytes
                && _snapshots.Copy(options.ProjectionPath, copy.Read, snapshot.Bytes) == snapshot.Sum)
            {
                _restored = $"from the snapshot at {snapshot.Applied}";
                break;
            }

            _disk.Delete(options.ProjectionPath); // It rotted: the one before it is tried.
        }

        _disk.SyncFolder(options.Folder);
        return ProjectionFile.Open(_disk, options.ProjectionPath, options.Seal);
    }

    private void Replay(Journal.Journal journal, ProjectionFile file)
    {
        var from = file.Applied;
        if (from < journal.First)
        {
            throw new StoreUnusableException(
                $"the journal in '{options.JournalFolder}' begins at {journal.First}, and no snapshot reaches that far "
                + $"(the newest one to {from}): files of the state are missing; restore a backup");
        }

        var batch = new Batch();
        foreach (var (position, body) in journal.Scan(from))
        {
            var frame = UnitFrame.Of(body.Span, options.Seal);
            if (frame.Rows.Count == 0)
            {
                continue; // A beat.
            }

            batch.Add(frame.Rows, position + Frame.Head + body.Length);
            if (batch.Frames >= FramesAtOnce)
            {
                Apply(batch, file);
            }
        }

        if (batch.Frames > 0)
        {
            Apply(batch, file);
        }
    }

    private void Apply(Batch batch, ProjectionFile file)
    {
        Replayed += batch.Frames;
        file.Apply(batch.Rows(), batch.End, () => { });
        file.Checkpoint();
        batch.Clear();
    }

    // Before there was a journal, the same file held the state itself.
    private void RefuseFirstFormat()
    {
        if (_disk.Exists(options.ProjectionPath) && _disk.FilesIn(options.JournalFolder).Count == 0
            && !_disk.Exists(Path.Combine(options.Folder, "state.mark")))
        {
            throw new StoreUnusableException(
                $"'{options.ProjectionPath}' stands there without a journal: it is no state of a host, or one from "
                + "before there was a journal; move it away or restore a backup");
        }
    }

    private static void TryClose(ProjectionFile? file)
    {
        try
        {
            file?.Dispose();
        }
        catch (Exception)
        {
            // The first fault is the one to tell.
        }
    }
}

/// <summary>A state that was brought together.</summary>
internal sealed record Opened(Journal.Journal Journal, ProjectionFile File, StoreState State);
