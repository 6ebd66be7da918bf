using System.Text.Json;

namespace IntegrationHost.Simulators.Tests.NetSuite;

/// <summary>What was collected of a live account and of NetSuite's documentation, where it stands beside the
/// checkout.</summary>
internal static class ReferenceFiles
{
    /// <summary>The elements of a list of a file; none where the file does not stand there.</summary>
    public static IReadOnlyList<JsonElement> Lines(string file, string name) =>
        Read(file) is { } root ? [.. root.GetProperty(name).EnumerateArray()] : [];

    /// <summary>A file, or null where it does not stand there.</summary>
    public static JsonElement? Read(string file) => PathOf(file) is { } path
        ? JsonDocument.Parse(File.ReadAllBytes(path)).RootElement
        : null;

    private static string? PathOf(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "reference", "netsuite", file);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
