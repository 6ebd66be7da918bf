using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using IntegrationHost.Mapping;
using Microsoft.CodeAnalysis;

namespace IntegrationHost.Scripting.Compilation;

/// <summary>The references of all scripts: the runtime's own assemblies, in whose metadata everything banned is made
/// internal, so that it does not compile. The identities stay, so the image binds to the real assemblies. Made once and
/// shared: the compiler then binds their symbols once for all scripts.</summary>
internal static class TrimmedReferences
{
    private static readonly string[] Assemblies =
    [
        "System.Private.CoreLib", "System.Runtime", "System.Linq", "System.Collections",
        "System.Text.RegularExpressions",
        "System.Memory", "System.Globalization", "System.Runtime.Extensions",
    ];

    private static readonly HashSet<string> HiddenNames = [];
    private static readonly Lazy<ImmutableArray<MetadataReference>> Made = new(Make);

    public static ImmutableArray<MetadataReference> All => Made.Value;

    /// <summary>True for what was taken away, as the compiler names it: <c>File</c>, <c>DateTime.UtcNow</c>,
    /// <c>Guid.NewGuid()</c>, <c>object.GetType()</c>.</summary>
    public static bool Hides(string shown) =>
        HiddenNames.Contains(shown.Split('(')[0].Replace("object.", "Object.", StringComparison.Ordinal))
        || HiddenNames.Contains(shown.Split('<')[0]);

    private static ImmutableArray<MetadataReference> Make()
    {
        var trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        return [.. trusted
            .Where(path => Assemblies.Contains(Path.GetFileNameWithoutExtension(path)))
            .Append(typeof(MappingScript).Assembly.Location)
            .Select(Reference)];
    }

    private static MetadataReference Reference(string path)
    {
        using var image = new PEReader(File.OpenRead(path));
        var metadata = image.GetMetadata().GetContent().ToArray();
        Trim(metadata);
        // Lives as long as the process, like the references themselves.
        var pinned = Marshal.AllocHGlobal(metadata.Length);
        Marshal.Copy(metadata, 0, pinned, metadata.Length);
        var module = ModuleMetadata.CreateFromMetadata(pinned, metadata.Length);
        return AssemblyMetadata.Create(module).GetReference(filePath: path, display: Path.GetFileName(path));
    }

    private static void Trim(byte[] metadata)
    {
        using var provider = MetadataReaderProvider.FromMetadataImage([.. metadata]);
        var reader = provider.GetMetadataReader();
        foreach (var handle in reader.TypeDefinitions)
        {
            var type = reader.GetTypeDefinition(handle);
            var (space, name) = (reader.GetString(type.Namespace), reader.GetString(type.Name));
            if ((type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public
                && BannedApi.IsType(space, name))
            {
                metadata[TypeFlagsAt(reader, handle)] &= unchecked((byte)~(byte)TypeAttributes.VisibilityMask);
                HiddenNames.Add(name.Split('`')[0]);
                continue;
            }

            foreach (var method in type.GetMethods())
            {
                Trim(metadata, reader, method, space, name);
            }
        }
    }

    private static void Trim(
        byte[] metadata, MetadataReader reader, MethodDefinitionHandle handle, string space, string type)
    {
        var method = reader.GetMethodDefinition(handle);
        var name = reader.GetString(method.Name);
        if ((method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public
            && BannedApi.IsMember($"{space}.{type}", name))
        {
            ref var flags = ref metadata[MethodFlagsAt(reader, handle)];
            flags = (byte)((flags & ~(byte)MethodAttributes.MemberAccessMask) | (byte)MethodAttributes.Assembly);
            var property = name.StartsWith("get_", StringComparison.Ordinal)
                || name.StartsWith("set_", StringComparison.Ordinal);
            HiddenNames.Add($"{type.Split('`')[0]}.{(property ? name[4..] : name)}");
        }
    }

    // A row of TypeDef begins with its flags (ECMA-335 II.22.37).
    private static int TypeFlagsAt(MetadataReader reader, TypeDefinitionHandle handle) =>
        reader.GetTableMetadataOffset(TableIndex.TypeDef)
        + ((MetadataTokens.GetRowNumber(handle) - 1) * reader.GetTableRowSize(TableIndex.TypeDef));

    // A row of MethodDef has four bytes of address and two of implementation flags before its flags (II.22.26).
    private static int MethodFlagsAt(MetadataReader reader, MethodDefinitionHandle handle) =>
        reader.GetTableMetadataOffset(TableIndex.MethodDef)
        + ((MetadataTokens.GetRowNumber(handle) - 1) * reader.GetTableRowSize(TableIndex.MethodDef)) + 6;
}
