using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace IntegrationHost.EndToEnd.Tests.Support;

/// <summary>A real plugin that asks for another contract: its reference's major version is made 9.</summary>
internal static class AnotherContract
{
    private const byte Major = 9;

    public static void Write(string plugins)
    {
        var bytes = File.ReadAllBytes(
            Path.Combine(Path.GetDirectoryName(Built.Program)!, "plugins", "Shopify", "Shopify.dll"));
        bytes[OffsetOfMajor(bytes)] = Major;
        var folder = Directory.CreateDirectory(Path.Combine(plugins, "Old")).FullName;
        File.WriteAllBytes(Path.Combine(folder, "Old.dll"), bytes);
    }

    private static int OffsetOfMajor(byte[] bytes)
    {
        using var image = new PEReader(new MemoryStream(bytes));
        var reader = image.GetMetadataReader();
        var contract = reader.AssemblyReferences.Single(handle =>
            reader.GetString(reader.GetAssemblyReference(handle).Name) == "IntegrationHost.Abstractions");
        var row = MetadataTokens.GetRowNumber(contract) - 1;
        return image.PEHeaders.MetadataStartOffset + reader.GetTableMetadataOffset(TableIndex.AssemblyRef)
            + (row * reader.GetTableRowSize(TableIndex.AssemblyRef));
    }
}
