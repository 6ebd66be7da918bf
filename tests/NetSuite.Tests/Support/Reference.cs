using System.Text.Json;

namespace IntegrationHost.Plugins.NetSuite.Tests.Support;

/// <summary>Collected material that stands beside a developer's checkout and is no part of the product.</summary>
internal static class Reference
{
    /// <summary>The array of this name in a file; empty where the file is not there.</summary>
    public static IReadOnlyList<JsonElement> Lines(string file, string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "reference", "netsuite", file);
            if (File.Exists(path))
            {
                return [.. JsonDocument.Parse(File.ReadAllBytes(path)).RootElement.GetProperty(name).EnumerateArray()];
            }
        }

        return [];
    }
}
