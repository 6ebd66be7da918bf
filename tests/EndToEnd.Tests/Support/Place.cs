using System.Diagnostics;

namespace IntegrationHost.EndToEnd.Tests.Support;

/// <summary>A folder and an environment of its own for the processes of one test: the temp folder is theirs, too, so
/// that a demo that runs elsewhere on the machine is never meant.</summary>
internal sealed class Place : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ihost-e2e-");

    public Place() => Directory.CreateDirectory(Temp);

    public string Folder => _folder.FullName;

    public string Temp => Path.Combine(Folder, "tmp");

    // Without it the runtime leaves its own sockets in the temp folder of a killed process.
    public Dictionary<string, string> Variables { get; } = new() { ["DOTNET_EnableDiagnostics"] = "0" };

    /// <summary>Writes a file below the folder, making its folders, and answers its path.</summary>
    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>A program that runs here.</summary>
    public ProcessStartInfo Start(string program, string[] args)
    {
        var start = new ProcessStartInfo(program, args)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TMPDIR"] = Temp;
        start.Environment.Remove("IHOST_SITE");
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
