using System.Reflection;
using System.Text;
using System.Text.Json;
using IntegrationHost.Mapping;
using IntegrationHost.Scripting.Compilation;
using Microsoft.Extensions.Logging;

namespace IntegrationHost.Scripting.Library;

/// <summary>Compiled scripts on disk, keyed by the content of the script and of everything it loads. A start with a
/// warm cache does not load the compiler. The folder is the host's own: who can write there can run code as the
/// host.</summary>
internal sealed class ScriptCache(string folder, ILogger log)
{
    private const string Format = "2";

    private const UnixFileMode Ours = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly Lazy<string> Basis = new(() => string.Join('|', Format,
        AssemblyName.GetAssemblyName(
            Path.Combine(AppContext.BaseDirectory, "Microsoft.CodeAnalysis.CSharp.dll")).Version,
        typeof(object).Module.ModuleVersionId,
        typeof(MappingScript).Module.ModuleVersionId,
        typeof(ScriptCache).Module.ModuleVersionId));

    /// <summary>The key of a script as it was read: the host's own version, and path and content of every
    /// file.</summary>
    public static string KeyOf(IEnumerable<SourceFile> sources) => SourceFile.Of("", Encoding.UTF8.GetBytes(
        string.Join('\n', sources.Select(file => $"{file.Path}\t{file.Hash}").Prepend(Basis.Value)))).Hash;

    /// <summary>The image of this very text and the cases it passed, or null.</summary>
    public CachedScript? Find(string path)
    {
        try
        {
            if (!File.Exists(EntryFile(path)) || !IsOurs())
            {
                return null;
            }

            var entry = JsonSerializer.Deserialize<Entry>(File.ReadAllText(EntryFile(path)))!;
            var sources = entry.Files.Select(SourceFile.Read).ToArray();
            var assembly = File.ReadAllBytes(AssemblyFile(path));
            return entry.Key == KeyOf(sources) && entry.Hash == SourceFile.Of("", assembly).Hash
                ? new CachedScript(new ScriptImage(sources, entry.EntryType, entry.EntryMethod, assembly), entry.Cases)
                : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return null; // A damaged entry is compiled anew and replaced.
        }
    }

    /// <summary>Keeps an image for the next start. A cache that cannot be written costs that start some time and
    /// nothing else.</summary>
    public void Keep(CachedScript script)
    {
        var image = script.Image;
        try
        {
            MakeOurs();
            Write(AssemblyFile(image.Path), image.Assembly);
            var entry = new Entry(
                KeyOf(image.Sources),
                SourceFile.Of("", image.Assembly).Hash,
                [.. image.Sources.Select(file => file.Path)],
                script.Cases,
                image.EntryType,
                image.EntryMethod);
            Write(EntryFile(image.Path), JsonSerializer.SerializeToUtf8Bytes(entry));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            log.LogWarning(
                "The script cache {Folder} cannot be written, so the next start compiles {Script} again: {Fault}",
                folder, Path.GetFileName(image.Path), fault.Message);
        }
    }

    private bool IsOurs() => OperatingSystem.IsWindows()
        || (File.GetUnixFileMode(folder) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) == 0;

    private void MakeOurs()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        if (Directory.Exists(folder) && !IsOurs())
        {
            // Others could write here: nothing in it is to be trusted.
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder, Ours);
    }

    private static void Write(string path, byte[] bytes)
    {
        var fresh = $"{path}.{Environment.ProcessId}.tmp";
        File.WriteAllBytes(fresh, bytes);
        File.Move(fresh, path, overwrite: true);
    }

    private string EntryFile(string path) => Path.Combine(folder, NameOf(path) + ".json");

    private string AssemblyFile(string path) => Path.Combine(folder, NameOf(path) + ".dll");

    private static string NameOf(string path) => SourceFile.Of("", Encoding.UTF8.GetBytes(path)).Hash[..20];

    private sealed record Entry(
        string Key, string Hash, IReadOnlyList<string> Files, string Cases, string EntryType, string EntryMethod);
}

/// <summary>A compiled script and the cases it passed.</summary>
/// <param name="Image">The image.</param>
/// <param name="Cases">The state of the cases, see <see cref="Cases.CaseFiles"/>.</param>
internal sealed record CachedScript(ScriptImage Image, string Cases);
