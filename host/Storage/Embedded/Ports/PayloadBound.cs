using IntegrationHost.Engine.Inbox;
using IntegrationHost.Storage.Journal;
using IntegrationHost.Storage.Payloads;

namespace IntegrationHost.Storage.Embedded.Ports;

/// <summary>What one unit of work may bring, so that it fits into one entry of the journal. It is looked at before
/// anything is decided: a unit that does not fit would stop the store.</summary>
internal static class PayloadBound
{
    private const int Megabyte = 1 << 20;
    private const int Most = Frame.BodyMost / 4 * 3; // The rest is for the rows.

    /// <summary>A record as it was mapped, sealed; null where there is none, or one that is too large to be kept for a
    /// look back.</summary>
    public static byte[]? Sealed(ReadOnlyMemory<byte> input, IPayloadSeal seal)
    {
        if (input.IsEmpty)
        {
            return null;
        }

        var kept = seal.Seal(input.Span);
        return kept.Length > Most ? null : kept;
    }

    /// <exception cref="ArgumentException">It is too much.</exception>
    public static void Check(Append append, long bytes)
    {
        if (bytes > Most)
        {
            Check(append.Changes.Count == 1
                ? $"the record {append.Changes[0].Record}"
                : $"a page of {append.Changes.Count} records", bytes);
        }
    }

    /// <exception cref="ArgumentException">It is too much.</exception>
    public static void Check(string what, long bytes)
    {
        if (bytes > Most)
        {
            throw new ArgumentException(
                $"{what} is {bytes / Megabyte} MB when packed, and at most {Most / Megabyte} MB can be stored at once");
        }
    }
}
