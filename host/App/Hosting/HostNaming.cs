using System.Security.Cryptography;
using System.Text;

namespace IntegrationHost.App.Hosting;

/// <summary>What a host is called where several share one state: the same name at every start, and another one for
/// every machine and data folder. Pure.</summary>
internal static class HostNaming
{
    private const int NameMost = 63; // PostgreSQL cuts longer names off.
    private const int FolderBytes = 4;

    public static string Of(string machine, string dataFolder)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataFolder));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)).AsSpan(0, FolderBytes));
        var most = NameMost - hash.Length - 1;
        return $"{(machine.Length > most ? machine[..most] : machine)}-{hash}";
    }
}
