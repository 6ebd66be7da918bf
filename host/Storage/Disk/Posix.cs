using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace IntegrationHost.Storage.Disk;

/// <summary>The two syncs .NET does not offer: of a file's data without its times, and of a folder.</summary>
[UnsupportedOSPlatform("windows")]
internal static class Posix
{
    private const int Interrupted = 4;
    private const int BadHandle = 9;
    private const int Invalid = 22;
    private const int InterruptionsMost = 100;
    private const int ReadOnly = 0;

    /// <summary>Linux only: the file's bytes and its length, and no more of its metadata than that takes.</summary>
    [SupportedOSPlatform("linux")]
    public static void SyncData(SafeFileHandle file, string path) =>
        Insist(() => FdataSync(file), path);

    /// <summary>Makes the names in a folder durable.</summary>
    public static void SyncFolder(string folder)
    {
        var name = Encoding.UTF8.GetBytes(folder + '\0');
        var handle = -1;
        Insist(() => handle = Open(name, ReadOnly), folder);
        using var opened = new SafeFileHandle(handle, ownsHandle: true);
        Insist(() => Fsync(opened), folder, BadHandle, Invalid); // What file systems say that have no such thing.
    }

    // A signal may interrupt a call before it did anything; any other answer is final.
    private static void Insist(Func<int> call, string path, params ReadOnlySpan<int> harmless)
    {
        var error = 0;
        for (var attempt = 0; attempt < InterruptionsMost; attempt++)
        {
            if (call() >= 0)
            {
                return;
            }

            error = Marshal.GetLastPInvokeError();
            if (harmless.Contains(error))
            {
                return;
            }

            if (error != Interrupted)
            {
                break;
            }
        }

        throw new IOException(
            $"the disk did not confirm what was written to '{path}': {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

    [DllImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FdataSync(SafeFileHandle file);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fsync(SafeFileHandle file);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);
}
