using System.Runtime.InteropServices;

namespace IntegrationHost.App.Demo;

/// <summary>Asks a process to end: .NET itself can only kill.</summary>
internal static partial class Signal
{
    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32 | DllImportSearchPath.SafeDirectories)]
    internal static partial int Send(int process, int signal);
}
