using System.Security.Cryptography;
using System.Text;

namespace IntegrationHost.Plugins.Shopify.Webhooks;

/// <summary>HMAC-SHA256 over the raw bytes, compared in constant time. For an hour after the secret was rotated the
/// shop may still sign with the one before.</summary>
internal sealed class WebhookSignature(params string?[] secrets)
{
    private readonly byte[][] _secrets = [.. secrets
        .Where(secret => !string.IsNullOrEmpty(secret)).Select(secret => Encoding.UTF8.GetBytes(secret!))];

    public bool CanVerify => _secrets.Length > 0;

    public bool IsGenuine(string signature, ReadOnlySpan<byte> body)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (!Convert.TryFromBase64String(signature, given, out var written) || written != given.Length)
        {
            return false;
        }

        var genuine = false;
        Span<byte> wanted = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var secret in _secrets)
        {
            HMACSHA256.HashData(secret, body, wanted);
            genuine |= CryptographicOperations.FixedTimeEquals(wanted, given);
        }

        return genuine;
    }
}
