namespace IntegrationHost.Storage.Payloads;

/// <summary>One payload key with ciphers ready for it. A cipher serves one caller at a time; setting one up costs more
/// than a small payload.</summary>
internal sealed class PayloadKey(KeyId id, byte[] key)
{
    public const int KeyLength = 32;

    private static readonly int ReadyMost = Math.Max(4, Environment.ProcessorCount * 2);
    private readonly Cipher?[] _ready = new Cipher?[ReadyMost];

    public KeyId Id => id;

    /// <summary>A cipher for the caller alone, until it is given back.</summary>
    public Cipher Take()
    {
        var first = Environment.CurrentManagedThreadId;
        for (var at = 0; at < ReadyMost; at++)
        {
            ref var place = ref _ready[(first + at) % ReadyMost];
            if (Volatile.Read(ref place) is not null && Interlocked.Exchange(ref place, null) is { } cipher)
            {
                return cipher;
            }
        }

        return new Cipher(key);
    }

    /// <summary>Not after a fault: then the cipher is left to the collector.</summary>
    public void GiveBack(Cipher cipher)
    {
        var first = Environment.CurrentManagedThreadId;
        for (var at = 0; at < ReadyMost; at++)
        {
            if (Interlocked.CompareExchange(ref _ready[(first + at) % ReadyMost], cipher, null) is null)
            {
                return;
            }
        }

        cipher.Dispose();
    }
}
