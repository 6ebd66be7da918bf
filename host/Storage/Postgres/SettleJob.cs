using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Payloads;

namespace IntegrationHost.Storage.Postgres;

/// <summary>A settlement that waits to be written.</summary>
internal sealed class SettleJob : Batcher<SettleJob>.IJob
{
    private const int BytesPerWeight = 16 * 1024;

    private readonly TaskCompletionSource<SettleVerdict> _answer = new(
        TaskCreationOptions.RunContinuationsAsynchronously);

    public SettleJob(LaneLease lease, Settlement settlement, Claims claims, IPayloadSeal seal)
    {
        Lease = lease;
        Settlement = settlement;
        Key = RowKey.Of(settlement.Record);
        Claimed = claims.Of(Key, lease);
        Input = settlement.Input.IsEmpty ? [] : seal.Seal(settlement.Input.Span);
        Pair = settlement.Link is { } link
            ? (RowKey.Of(new LinkSide(link.Name, link.A.Connection, link.A.Id, link.B.Connection)),
                RowKey.Of(new LinkSide(link.Name, link.B.Connection, link.B.Id, link.A.Connection)))
            : null;
    }

    public LaneLease Lease { get; }

    public Settlement Settlement { get; }

    public Guid Key { get; }

    /// <summary>What is known of the claim, or null.</summary>
    public Claims.Known? Claimed { get; }

    /// <summary>The input as it is kept, made on the caller's thread; empty when there is none.</summary>
    public byte[] Input { get; }

    /// <summary>The keys by which the link is found from either side.</summary>
    public (Guid A, Guid B)? Pair { get; }

    public int Weight => 1 + (Input.Length / BytesPerWeight);

    public Task<SettleVerdict> Answer => _answer.Task;

    // A record is settled once in a group, and a record of a link's first side is linked once; several may have one
    // partner.
    public bool Joins(HashSet<Guid> touched)
    {
        if (touched.Contains(Key) || (Pair is { } pair
            && (touched.Contains(pair.A) || touched.Contains(AsPartner(pair.A)) || touched.Contains(pair.B))))
        {
            return false;
        }

        touched.Add(Key);
        if (Pair is { } mine)
        {
            touched.Add(mine.A);
            touched.Add(AsPartner(mine.B));
        }

        return true;
    }

    public void Complete(SettleVerdict verdict) => _answer.TrySetResult(verdict);

    public void Fail(Exception fault) => _answer.TrySetException(Faults.IsOfTheData(fault)
        ? new ArgumentException($"{Settlement.Record} cannot be settled like this: {Faults.Reason(fault)}", fault)
        : fault);

    private static Guid AsPartner(Guid key)
    {
        Span<byte> bytes = stackalloc byte[16];
        key.TryWriteBytes(bytes);
        bytes[0] ^= byte.MaxValue;
        return new Guid(bytes);
    }
}
