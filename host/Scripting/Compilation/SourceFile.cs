using System.Security.Cryptography;

namespace IntegrationHost.Scripting.Compilation;

/// <summary>A file that a script is made of, as it was read.</summary>
/// <param name="Path">Where it stands.</param>
/// <param name="Hash">SHA-256 of its bytes in hex; empty for a file that is not there.</param>
internal sealed record SourceFile(string Path, string Hash)
{
    public static SourceFile Read(string path) =>
        File.Exists(path) ? Of(path, File.ReadAllBytes(path)) : new SourceFile(path, "");

    public static SourceFile Of(string path, byte[] bytes) =>
        new(path, Convert.ToHexStringLower(SHA256.HashData(bytes)));
}
