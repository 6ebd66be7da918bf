using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace IntegrationHost.Scripting.Compilation;

/// <summary>The net below the trimmed references: looks in the finished image for anything banned that came in by
/// another way.</summary>
internal static class ImageCheck
{
    /// <summary>The first banned thing the image uses, or null.</summary>
    public static ScriptFinding? BannedUse(ScriptImage image)
    {
        using var assembly = new PEReader(new MemoryStream(image.Assembly));
        var reader = assembly.GetMetadataReader();
        var used = BannedTypes(reader).Concat(BannedMembers(reader)).Concat(Imports(reader)).FirstOrDefault();
        return used is null ? null : new ScriptFinding(
            Path.GetFileName(image.Path), 0, 0, "IH003", $"'{used}' is not available to scripts: {FindingText.Why}");
    }

    private static IEnumerable<string> BannedTypes(MetadataReader reader) => reader.TypeReferences
        .Select(handle => NameOf(reader, handle))
        .Where(type => BannedApi.IsType(type.Space, type.Name))
        .Select(type => $"{type.Space}.{type.Name}");

    private static IEnumerable<string> BannedMembers(MetadataReader reader) =>
        from handle in reader.MemberReferences
        let member = reader.GetMemberReference(handle)
        where member.Parent.Kind == HandleKind.TypeReference
        let type = NameOf(reader, (TypeReferenceHandle)member.Parent)
        let name = reader.GetString(member.Name)
        where BannedApi.IsMember($"{type.Space}.{type.Name}", name)
        select $"{type.Space}.{type.Name}.{name}";

    private static IEnumerable<string> Imports(MetadataReader reader) => reader.MethodDefinitions
        .Select(reader.GetMethodDefinition)
        .Where(method => (method.Attributes & MethodAttributes.PinvokeImpl) != 0)
        .Select(method => reader.GetString(method.Name));

    private static (string Space, string Name) NameOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        return (reader.GetString(type.Namespace), reader.GetString(type.Name));
    }
}
