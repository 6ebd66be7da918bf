using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Storage.Embedded;

/// <summary>All unsettled records in memory, so that claiming and counting never scan the file. Only the owner thread
/// touches it.</summary>
internal sealed class PendingIndex
{
    private readonly Dictionary<RecordKey, RecordRow> _rows = [];
    private readonly Dictionary<int, SortedSet<RecordRow>> _ready = [];
    private readonly Dictionary<Dependency, HashSet<RecordRow>> _waiting = [];
    private readonly HashSet<RecordRow> _parked = [];

    public IEnumerable<RecordRow> Rows => _rows.Values;

    public IReadOnlyCollection<RecordRow> Parked => _parked;

    public int ChangeCount => _rows.Values.Sum(row => row.Changes.Count);

    public RecordRow? Find(RecordKey record) => _rows.GetValueOrDefault(record);

    /// <summary>Puts a row where its state says it belongs; call after every change of it, between
    /// <see cref="Take"/> and this.</summary>
    public void Put(RecordRow row)
    {
        _rows[row.Record] = row;
        if (row.State == RowState.Pending)
        {
            ReadyOf(row.Lane).Add(row);
        }
        else if (row.State is RowState.Held or RowState.Refused)
        {
            _parked.Add(row);
            foreach (var dependency in row.WaitsFor)
            {
                if (!_waiting.TryGetValue(dependency, out var rows))
                {
                    _waiting.Add(dependency, rows = []);
                }

                rows.Add(row);
            }
        }
    }

    /// <summary>Takes a row out of all indexes, before it is changed or when it is settled.</summary>
    public void Take(RecordRow row)
    {
        if (!_rows.Remove(row.Record))
        {
            return; // A new row stands nowhere yet.
        }

        ReadyOf(row.Lane).Remove(row);
        _parked.Remove(row);
        foreach (var dependency in row.WaitsFor)
        {
            if (_waiting.TryGetValue(dependency, out var rows) && rows.Remove(row) && rows.Count == 0)
            {
                _waiting.Remove(dependency);
            }
        }
    }

    /// <summary>The rows of a lane that are due, oldest due first.</summary>
    public IReadOnlyList<RecordRow> Due(int lane, ClaimRequest request) =>
        [.. ReadyOf(lane).TakeWhile(row => row.DueTicks <= request.Now.UtcTicks)
            .Where(row => request.Only.Contains(row.Record.Flow))
            .Take(request.Most)];

    /// <summary>When the next row of a lane falls due after this instant.</summary>
    public DateTimeOffset? NextDue(int lane, ClaimRequest request)
    {
        var next = ReadyOf(lane).FirstOrDefault(row =>
            row.DueTicks > request.Now.UtcTicks && request.Only.Contains(row.Record.Flow));
        return next is null ? null : new DateTimeOffset(next.DueTicks, TimeSpan.Zero);
    }

    public IReadOnlyList<RecordRow> WaitingFor(IEnumerable<Dependency> dependencies) =>
        [.. dependencies.SelectMany(dependency => _waiting.GetValueOrDefault(dependency) ?? []).Distinct()];

    public IEnumerable<Awaited> Awaited(DependencyKind kind) => _waiting
        .Where(pair => pair.Key.Kind == kind)
        .SelectMany(pair => pair.Value.Select(row => row.Record.Flow).Distinct()
            .Select(flow => new Awaited(flow, pair.Key)));

    private SortedSet<RecordRow> ReadyOf(int lane)
    {
        if (!_ready.TryGetValue(lane, out var ready))
        {
            _ready.Add(lane, ready = new SortedSet<RecordRow>(OldestDueFirst.Instance));
        }

        return ready;
    }

    private sealed class OldestDueFirst : IComparer<RecordRow>
    {
        public static readonly OldestDueFirst Instance = new();

        public int Compare(RecordRow? one, RecordRow? other)
        {
            var byDue = one!.DueTicks.CompareTo(other!.DueTicks);
            return byDue != 0 ? byDue : one.Changes[0].Sequence.CompareTo(other.Changes[0].Sequence);
        }
    }
}
