using IntegrationHost.Storage.Disk;
using IntegrationHost.Storage.Embedded.Projecting;

namespace IntegrationHost.Storage.Embedded.Keeping;

/// <summary>LiteDB uses free pages again but never gives them back. A file that is mostly free pages is written anew
/// before it is opened: into a file beside it that takes its place in one step, so that a crash leaves one or the
/// other. Only for a file that was closed in order.</summary>
internal sealed class Compaction(EmbeddedOptions options)
{
    private const double FreeShareLeast = 0.5;

    private readonly IDisk _disk = options.Disk;

    private string NewPath => options.ProjectionPath + ".compact";

    /// <summary>True when it was worth it.</summary>
    public bool Run()
    {
        RemoveNew(); // Left by a crash.
        if (!IsWorthIt())
        {
            return false;
        }

        using (var from = ProjectionFile.Open(_disk, options.ProjectionPath, options.Seal))
        {
            using var to = ProjectionFile.Open(_disk, NewPath, options.Seal);
            from.CopyTo(to);
            to.Sync();
        }

        _disk.Delete(ProjectionFile.LogOf(NewPath));
        _disk.Delete(ProjectionFile.LogOf(options.ProjectionPath));
        _disk.SyncFolder(options.Folder);
        _disk.Move(NewPath, options.ProjectionPath);
        _disk.SyncFolder(options.Folder);
        return true;
    }

    private bool IsWorthIt()
    {
        if (!_disk.Exists(options.ProjectionPath) || HasLog())
        {
            return false;
        }

        using var file = _disk.Open(options.ProjectionPath, FileMode.Open);
        return file.Length >= options.CompactFromBytes && DiskStream.FreeShareOf(file) > FreeShareLeast
            && _disk.FreeBytes(options.Folder) > file.Length;
    }

    private bool HasLog()
    {
        var path = ProjectionFile.LogOf(options.ProjectionPath);
        if (!_disk.Exists(path))
        {
            return false;
        }

        using var log = _disk.Open(path, FileMode.Open);
        return log.Length > 0;
    }

    private void RemoveNew()
    {
        _disk.Delete(NewPath);
        _disk.Delete(ProjectionFile.LogOf(NewPath));
    }
}
