using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>A write's key in forms that Shopify keeps: a short mark in a note, a UUID for <c>@idempotent</c>. The host
/// stores the key before anything is sent, so every attempt has the same. Pure.</summary>
internal static class KeyMark
{
    private const int IdLength = 16;

    /// <summary>For example <c>[ihost:6f1c0a92b37d41e8]</c>.</summary>
    public static string In(string key) => $"[ihost:{Convert.ToHexStringLower(Hash(key).AsSpan(0, IdLength / 2))}]";

    /// <summary>The n-th of the keys a write has for the shop, from 1: always the same ones in the same
    /// order.</summary>
    public static string IdOf(string key, int attempt) => new Guid(Hash(attempt == 1 ? key : string.Create(
        CultureInfo.InvariantCulture, $"{key}#{attempt}")).AsSpan(0, IdLength)).ToString();

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
