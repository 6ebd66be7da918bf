using IntegrationHost.Engine.Inbox;

namespace IntegrationHost.Engine;

/// <summary>Records that belong together, an order and its refunds, go one after the other in the order in which they
/// were claimed; records that do not never wait for each other.</summary>
internal sealed class GroupLine
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<ClaimedRecord>> _busy = [];

    /// <summary>Where a record belongs: to the record its connector names, or to itself.</summary>
    public static string NameOf(string connection, ClaimedRecord record) =>
        $"{connection}\n{record.Changes.LastOrDefault(change => change.Change.GroupKey is not null)?.Change.GroupKey
            ?? record.Record.Id}";

    /// <summary>True when it may go on at once; else it is kept until those before it have left.</summary>
    public bool Enter(string group, ClaimedRecord record)
    {
        lock (_gate)
        {
            if (_busy.TryGetValue(group, out var waiting))
            {
                waiting.Enqueue(record);
                return false;
            }

            _busy.Add(group, new Queue<ClaimedRecord>());
            return true;
        }
    }

    /// <summary>The next of the group, which goes on now, or null.</summary>
    public ClaimedRecord? Leave(string group)
    {
        lock (_gate)
        {
            if (_busy.TryGetValue(group, out var waiting) && waiting.TryDequeue(out var next))
            {
                return next;
            }

            _busy.Remove(group);
            return null;
        }
    }

    /// <summary>Forgets all: the lane was given up.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _busy.Clear();
        }
    }
}
