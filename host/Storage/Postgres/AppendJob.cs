using IntegrationHost.Engine.Inbox;
using IntegrationHost.Storage.Payloads;

namespace IntegrationHost.Storage.Postgres;

/// <summary>An append that waits to be written.</summary>
internal sealed class AppendJob : Batcher<AppendJob>.IJob
{
    private const int BytesPerWeight = 4096;

    private readonly TaskCompletionSource<AppendAnswer> _answer = new(
        TaskCreationOptions.RunContinuationsAsynchronously);

    public AppendJob(Append append, IPayloadSeal seal)
    {
        Append = append;
        Keys = [.. append.Changes.Select(change => RowKey.Of(change.Record))];
        Records = [.. append.Changes.Select(change => ChangeColumns.Sealed(change, seal))];
        Delivery = append.DeliveryKey is { } key ? RowKey.OfDelivery(key) : null;
        Weight = 1 + append.Changes.Count + (int)(Records.Sum(record => (long)(record?.Length ?? 0)) / BytesPerWeight);
    }

    public Append Append { get; }

    /// <summary>The keys of the records.</summary>
    public Guid[] Keys { get; }

    /// <summary>The payloads as they are kept.</summary>
    public byte[]?[] Records { get; }

    public Guid? Delivery { get; }

    /// <summary>Of this very call: asked again after a lost answer, it knows its own delivery key.</summary>
    public Guid Unit { get; } = Guid.NewGuid();

    public int Weight { get; }

    /// <summary>When it reached us, for the age of the delivery key.</summary>
    public long Seen => Append.Changes.Count > 0 ? Append.Changes[0].SeenAt.UtcTicks : 0;

    public Task<AppendAnswer> Answer => _answer.Task;

    // Two deliveries of one key, or two moves of one cursor, are decided one after the other.
    public bool Joins(HashSet<Guid> touched)
    {
        Guid? cursor = Append.Cursor is { } move ? RowKey.OfCursor(move.Flow) : null;
        if ((Delivery is { } key && touched.Contains(key)) || (cursor is { } moved && touched.Contains(moved)))
        {
            return false;
        }

        foreach (var each in new[] { Delivery, cursor }.OfType<Guid>())
        {
            touched.Add(each);
        }

        return true;
    }

    public void Complete(AppendAnswer answer) => _answer.TrySetResult(answer);

    public void Fail(Exception fault) => _answer.TrySetException(Faults.IsOfTheData(fault)
        ? new ArgumentException($"these changes cannot be kept: {Faults.Reason(fault)}", fault)
        : fault);
}
