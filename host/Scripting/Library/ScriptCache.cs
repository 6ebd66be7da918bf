using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntegrationHost.Mapping;
using IntegrationHost.Scripting.Compilation;

namespace IntegrationHost.Scripting.Library;

/// <summary>Compiled scripts on disk, keyed by the content of the script and of everything it loads. A start with a
/// warm cache does not load the compiler. The folder is the host's own: who can write there can run code as the
/// host.</summary>
internal sealed class ScriptCache(string folder)
{
    private const string Format = "1";

    private static readonly Lazy<string> Basis = new(() => string.Join('|', Format,
        AssemblyName.GetAssemblyName(
            Path.Combine(AppContext.BaseDirectory, "Microsoft.CodeAnalysis.CSharp.dll")).Version,
        typeof(object).Module.ModuleVersionId,
        typeof(MappingScript).Module.ModuleVersionId,
        typeof(ScriptCache).Module.ModuleVersionId));

    /// <summary>The version of a script's text and of all it loads: 12 hex digits.</summary>
    public static string VersionOf(string path, IEnumerable<string> loaded) => KeyOf(path, loaded)[..12];

    /// <summary>The image of this very text, or null.</summary>
    public ScriptImage? Find(string path)
    {
        var entryFile = EntryFile(path);
        if (!File.Exists(entryFile))
        {
            return null;
        }

        try
        {
            var entry = JsonSerializer.Deserialize<Entry>(File.ReadAllText(entryFile))!;
            var assembly = File.ReadAllBytes(AssemblyFile(path));
            return entry.Key == KeyOf(path, entry.Loaded) && entry.Hash == Hash(assembly)
                ? new ScriptImage(path, entry.Loaded, entry.EntryType, entry.EntryMethod, assembly)
                : null;
        }
        catch (Exception fault) when (fault is IOException or JsonException)
        {
            return null; // A damaged entry is compiled anew and replaced.
        }
    }

    public void Keep(ScriptImage image)
    {
        Make();
        Write(AssemblyFile(image.Path), image.Assembly);
        var entry = new Entry(KeyOf(image.Path, image.Loaded), Hash(image.Assembly), image.Loaded, image.EntryType,
            image.EntryMethod);
        Write(EntryFile(image.Path), JsonSerializer.SerializeToUtf8Bytes(entry));
    }

    private static string KeyOf(string path, IEnumerable<string> loaded)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(Basis.Value));
        foreach (var file in loaded.Prepend(path))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"\n{file}\n"));
            hash.AppendData(File.Exists(file) ? File.ReadAllBytes(file) : []);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private void Make()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(
                folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static void Write(string path, byte[] bytes)
    {
        var fresh = $"{path}.{Environment.ProcessId}.tmp";
        File.WriteAllBytes(fresh, bytes);
        File.Move(fresh, path, overwrite: true);
    }

    private string EntryFile(string path) => Path.Combine(folder, NameOf(path) + ".json");

    private string AssemblyFile(string path) => Path.Combine(folder, NameOf(path) + ".dll");

    private static string NameOf(string path) => Hash(Encoding.UTF8.GetBytes(path))[..20];

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private sealed record Entry(
        string Key, string Hash, IReadOnlyList<string> Loaded, string EntryType, string EntryMethod);
}
