using System.Security.Cryptography;

namespace IntegrationHost.Engine.Mapping;

/// <summary>Tells whether two rendered writes are the same: a script that renders the same record again has nothing to
/// write.</summary>
internal static class Fingerprint
{
    private const int Bytes = 16;

    public static string Of(string entity, ReadOnlySpan<byte> rendered)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(entity + "\n"));
        hash.AppendData(rendered);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, Bytes));
    }
}
