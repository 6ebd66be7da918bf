namespace IntegrationHost.Storage.Payloads;

/// <summary>How bytes are kept outside memory: compressed where that pays, and encrypted unless the site turned it off.
/// May be asked from many threads.</summary>
public interface IPayloadSeal
{
    /// <summary>In a few words, for status: <c>on, key of 2026-11</c>, <c>off</c>.</summary>
    string Describe { get; }

    /// <summary>The bytes as they are kept. What was sealed says by itself how it is opened, so that a change of keys
    /// or of the setting leaves older bytes readable.</summary>
    byte[] Seal(ReadOnlySpan<byte> plain);

    /// <summary>The bytes as they were.</summary>
    /// <exception cref="StoreUnusableException">They were changed, or the key they were sealed with is
    /// missing.</exception>
    byte[] Open(ReadOnlySpan<byte> kept);
}
