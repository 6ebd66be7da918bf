namespace IntegrationHost.App.Site;

/// <summary>Where a site is and what stands where in it.</summary>
internal static class SiteFolders
{
    public const string FileName = "ihost.json";
    private const int SocketPathMost = 100; // The kernel takes 108 bytes.

    /// <summary>The folder of the newest running demo, left by the demo for the other verbs.</summary>
    public static string DemoPointer => Path.Combine(Path.GetTempPath(), $"ihost-demo-{Environment.UserName}.txt");

    /// <summary>The site meant: as given, else by the environment, the current folder, or the newest running
    /// demo.</summary>
    public static string? Find(string? given)
    {
        var here = Directory.GetCurrentDirectory();
        return given is { Length: > 0 } ? Path.GetFullPath(given)
            : Environment.GetEnvironmentVariable("IHOST_SITE") is { Length: > 0 } named ? Path.GetFullPath(named)
            : File.Exists(Path.Combine(here, FileName)) ? here
            : File.Exists(DemoPointer) && File.ReadAllText(DemoPointer).Trim() is var demo && Directory.Exists(demo)
                ? demo
            : null;
    }

    public static string DataOf(string site) =>
        Environment.GetEnvironmentVariable("IHOST_DATA") is { Length: > 0 } data ? data : Path.Combine(site, "data");

    /// <summary>The command line's socket: in the data folder, or where the path would be too long for one, in the temp
    /// folder under a name made from it.</summary>
    public static string SocketOf(string site)
    {
        var path = Path.Combine(DataOf(site), "host.sock");
        if (path.Length <= SocketPathMost)
        {
            return path;
        }

        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(path));
        return Path.Combine(Path.GetTempPath(), $"ihost-{Convert.ToHexStringLower(hash.AsSpan(0, 8))}.sock");
    }
}
