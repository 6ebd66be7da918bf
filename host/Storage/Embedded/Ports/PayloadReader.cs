using IntegrationHost.Storage.Embedded.Frames;
using IntegrationHost.Storage.Embedded.Rows;
using IntegrationHost.Storage.Journal;
using IntegrationHost.Storage.Payloads;

namespace IntegrationHost.Storage.Embedded.Ports;

/// <summary>Reads payloads and histories out of the journal, on the thread of who asks.</summary>
internal sealed class PayloadReader(Journal.Journal journal, IPayloadSeal seal)
{
    /// <summary>The payload as it was given.</summary>
    public byte[] Read(PayloadRef payload) =>
        UnitFrame.PayloadOf(journal.Read(payload.Position), payload.Index, seal);

    /// <summary>The payload as it is kept.</summary>
    public byte[] ReadKept(PayloadRef payload) =>
        UnitFrame.KeptPayloadOf(journal.Read(payload.Position), payload.Index).ToArray();

    /// <summary>The payload, or null when its segment has been dropped.</summary>
    public byte[]? TryRead(PayloadRef payload)
    {
        try
        {
            return Read(payload);
        }
        catch (PositionDroppedException)
        {
            return null;
        }
    }

    /// <summary>What was told of a record, newest first, from one frame back to another, or to where the journal
    /// begins.</summary>
    public IEnumerable<Tell> Told(string record, long last, long first = 0)
    {
        for (var position = last; position != Tell.Nothing && position >= Math.Max(first, journal.First);)
        {
            var tells = TellsAt(position, record);
            foreach (var tell in tells.Reverse())
            {
                yield return tell;
            }

            position = tells.Count == 0 ? Tell.Nothing : tells[0].Before;
        }
    }

    private IReadOnlyList<Tell> TellsAt(long position, string record)
    {
        try
        {
            return [.. UnitFrame.Of(journal.Read(position), seal).Tells.Where(tell => tell.Record == record)];
        }
        catch (PositionDroppedException)
        {
            return []; // Dropped since we looked where the journal begins.
        }
    }
}
