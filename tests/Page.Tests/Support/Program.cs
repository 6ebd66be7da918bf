using System.Diagnostics;
using System.Reflection;

namespace IntegrationHost.Page.Tests.Support;

/// <summary>The built <c>ihost</c>, as a process in a temp folder of its own: a demo in another folder is not
/// seen.</summary>
internal static class Program
{
    private static readonly string Path = System.IO.Path.GetFullPath(
        typeof(Program).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "Program")
            .Value!);

    public static Process Start(string temp, params string[] arguments) =>
        Process.Start(Info(temp, "dotnet", [Path, .. arguments]))!;

    /// <summary>Runs a line in a shell that finds <c>ihost</c>, as a person does who pastes it.</summary>
    public static async Task<(int Code, string Text)> InShellAsync(string temp, string line, CancellationToken cancel)
    {
        var info = Info(temp, "/bin/sh", ["-c", $"ihost() {{ dotnet '{Path}' \"$@\"; }}\n{line}"]);
        using var shell = Process.Start(info)!;
        var error = shell.StandardError.ReadToEndAsync(cancel);
        var output = await shell.StandardOutput.ReadToEndAsync(cancel);
        await shell.WaitForExitAsync(cancel);
        return (shell.ExitCode, output + await error);
    }

    private static ProcessStartInfo Info(string temp, string file, string[] arguments)
    {
        var info = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = temp,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["TMPDIR"] = temp;
        info.Environment.Remove("IHOST_SITE");
        info.Environment.Remove("IHOST_DATA");
        return info;
    }
}
