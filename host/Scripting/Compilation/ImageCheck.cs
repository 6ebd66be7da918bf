using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace IntegrationHost.Scripting.Compilation;

/// <summary>The net below the trimmed references: looks in the finished image for anything banned that came in by
/// another way.</summary>
internal static class ImageCheck
{
    public static ScriptFinding? BannedUse(ScriptImage image)
    {
        using var assembly = new PEReader(new MemoryStream(image.Assembly));
        var reader = assembly.GetMetadataReader();
        foreach (var handle in reader.TypeReferences)
        {
            var type = reader.GetTypeReference(handle);
            var (space, name) = (reader.GetString(type.Namespace), reader.GetString(type.Name));
            if (BannedApi.IsType(space, name) && !IsCompilerMade(space))
            {
                return new ScriptFinding(Path.GetFileName(image.Path), 0, 0, "IH003",
                    $"'{space}.{name}' is not available to scripts");
            }
        }

        return null;
    }

    // The attributes the compiler itself writes into every assembly.
    private static bool IsCompilerMade(string space) => space is "System.Diagnostics" or "System.Reflection"
        or "System.Security" or "System.Security.Permissions";
}
