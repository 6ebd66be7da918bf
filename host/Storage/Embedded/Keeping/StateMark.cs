using System.Globalization;
using System.Text;
using IntegrationHost.Storage.Disk;
using IntegrationHost.Storage.Embedded.Deciding;

namespace IntegrationHost.Storage.Embedded.Keeping;

/// <summary>A small file that says how the state was left. LiteDB survives a kill, but neither a power cut nor a fault
/// of its own; then the projection is made anew from snapshot and journal.</summary>
internal sealed class StateMark(IDisk disk, string folder)
{
    private const int BytesMost = 256;
    private const string Clean = "clean";
    private const string Rebuild = "rebuild";

    private readonly string _path = Path.Combine(folder, "state.mark");

    /// <summary>What this start of the machine is called; empty where it cannot be known.</summary>
    public static string BootOfThisMachine()
    {
        const string path = "/proc/sys/kernel/random/boot_id";
        return File.Exists(path) ? File.ReadAllText(path).Trim() : "";
    }

    /// <summary>How the state was left; refuses one of a later format.</summary>
    public LeftAs Left(string boot)
    {
        if (!disk.Exists(_path))
        {
            return LeftAs.Unknown;
        }

        var parts = Read().Split(' ');
        if (!int.TryParse(parts[0], CultureInfo.InvariantCulture, out var format) || parts.Length < 2)
        {
            return LeftAs.Unknown;
        }

        return format > StoreState.Format
            ? throw new StoreUnusableException(
                $"the state in '{folder}' has format {format} and this host reads up to format {StoreState.Format}: a "
                + "newer version wrote it; start that version, or restore a backup that this one made")
            : parts[1] == Clean ? LeftAs.Closed
            : boot.Length > 0 && parts[1] == boot ? LeftAs.Killed
            : LeftAs.Unknown;
    }

    /// <summary>The state is open: after a kill LiteDB can be used again, after another start of the machine it
    /// cannot.</summary>
    public void Opened(string boot) => Write(boot.Length == 0 ? Rebuild : boot);

    /// <summary>Everything is on disk and closed in order.</summary>
    public void Closed() => Write(Clean);

    /// <summary>The projection cannot be trusted any more.</summary>
    public void Distrust()
    {
        // A deletion needs no room on a disk that is full.
        disk.Delete(_path);
        disk.SyncFolder(folder);
    }

    private string Read()
    {
        using var file = disk.Open(_path, FileMode.Open);
        var bytes = new byte[BytesMost];
        return Encoding.ASCII.GetString(bytes, 0, file.Read(bytes, 0));
    }

    private void Write(string left)
    {
        var fresh = _path + ".new";
        using (var file = disk.Open(fresh, FileMode.Create))
        {
            file.Write(Encoding.ASCII.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"{StoreState.Format} {left}")), 0);
            file.Sync();
        }

        disk.Move(fresh, _path);
        disk.SyncFolder(folder);
    }
}

/// <summary>How a state was left.</summary>
internal enum LeftAs
{
    /// <summary>In order.</summary>
    Closed,
    /// <summary>By the end of its process, on a machine that went on: what was written is there.</summary>
    Killed,
    /// <summary>By a power cut or a fault: the projection may hold anything.</summary>
    Unknown,
}
