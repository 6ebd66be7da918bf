namespace IntegrationHost.Storage.Payloads;

/// <summary>The first byte of what was sealed says how it is opened. Kept for ever: a value is never given another
/// meaning. Far from each other and from zero, so that a flipped bit or an empty page is not read as another
/// form.</summary>
internal static class SealForm
{
    public const byte AsIs = 0x11;
    public const byte Packed = 0x22;
    public const byte Encrypted = 0xC5;
    public const byte EncryptedPacked = 0xCA;

    public static bool IsEncrypted(ReadOnlySpan<byte> kept) => kept is [Encrypted or EncryptedPacked, ..];
}
