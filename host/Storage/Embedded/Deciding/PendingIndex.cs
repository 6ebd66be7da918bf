using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Embedded.Rows;

namespace IntegrationHost.Storage.Embedded.Deciding;

/// <summary>All unsettled records in memory, so that claiming and counting never ask the projection. Only the deciding
/// thread touches it.</summary>
internal sealed class PendingIndex
{
    private readonly Dictionary<string, RecordRow> _rows = [];
    private readonly FreshRows _fresh = new();
    private readonly Dictionary<(int Lane, string Flow), SortedSet<RecordRow>> _ready = [];
    private readonly Dictionary<Dependency, HashSet<RecordRow>> _waiting = [];
    private readonly Dictionary<string, PendingTally> _tallies = [];
    private readonly HashSet<RecordRow> _parked = [];
    private readonly HashSet<RecordRow> _retried = [];

    /// <summary>Rows that are being handled.</summary>
    public IEnumerable<RecordRow> Claimed => _rows.Values.Where(row => row.State == RowState.Claimed);

    public IReadOnlyCollection<RecordRow> Parked => _parked;

    /// <summary>Rows that were put back at least once and are not parked.</summary>
    public IReadOnlyCollection<RecordRow> Retried => _retried;

    public int ChangeCount { get; private set; }

    public IEnumerable<string> Flows => _tallies.Where(pair => pair.Value.All > 0).Select(pair => pair.Key);

    public RecordRow? Find(RecordKey record) => Find(RowKey.Of(record));

    public RecordRow? Find(string key) => _rows.TryGetValue(key, out var row) ? row
        : _fresh.Take(key) is { } fresh ? Ripe(fresh)
        : null;

    /// <summary>How the unsettled records of a flow stand.</summary>
    public PendingTally TallyOf(string flow) => _tallies.GetValueOrDefault(flow) ?? new PendingTally();

    /// <summary>Puts a row where its state says it belongs; call after every change of it, between
    /// <see cref="Take"/> and this.</summary>
    public void Put(RecordRow row)
    {
        _rows[row.Key] = row;
        Tally(row, 1);
        if (row.Attempts > 0 && row.State is RowState.Pending or RowState.Claimed)
        {
            _retried.Add(row);
        }

        if (row.State == RowState.Pending)
        {
            ReadyOf(row).Add(row);
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

    /// <summary>Puts a row that has but its first change; nobody may touch the object afterwards: who wants the row
    /// finds it.</summary>
    public void PutFresh(RecordRow row, byte[] image)
    {
        var fresh = new FreshRow(row.Key, image, row.DueTicks, row.Oldest, row.Began);
        if (!TryPutFresh(row.Lane, row.Record.Flow, fresh))
        {
            Put(row);
        }
    }

    /// <summary>Puts such a row as it was read; false where it has to be put as a row.</summary>
    public bool TryPutFresh(int lane, string flow, FreshRow row)
    {
        if (!_fresh.TryAdd(lane, flow, row))
        {
            return false;
        }

        TallyFor(flow).AddFresh();
        ChangeCount++;
        return true;
    }

    /// <summary>Takes a row out of all indexes, before it is changed or when it is settled.</summary>
    public void Take(RecordRow row)
    {
        if (!_rows.Remove(row.Key))
        {
            return; // A new row stands nowhere yet.
        }

        Tally(row, -1);
        ReadyOf(row).Remove(row);
        _parked.Remove(row);
        _retried.Remove(row);
        foreach (var dependency in row.WaitsFor)
        {
            if (_waiting.TryGetValue(dependency, out var rows) && rows.Remove(row) && rows.Count == 0)
            {
                _waiting.Remove(dependency);
            }
        }
    }

    /// <summary>The rows of a lane that are due, oldest due first.</summary>
    public IReadOnlyList<RecordRow> Due(int lane, ClaimRequest request)
    {
        var ripe = RipeAndDue(lane, request);
        return Ripen(lane, request, ripe.Length < request.Most ? null : ripe[^1]) ? RipeAndDue(lane, request) : ripe;
    }

    /// <summary>When the next row of a lane falls due after this instant.</summary>
    public DateTimeOffset? NextDue(int lane, ClaimRequest request)
    {
        var (after, end) = (RecordRow.DueAt(request.Now.UtcTicks + 1), RecordRow.DueAt(long.MaxValue));
        var next = Ready(lane, request)
            .Select(ready => ready.GetViewBetween(after, end).Min)
            .OfType<RecordRow>()
            .Select(row => (long?)row.DueTicks)
            .Concat(request.Only.Select(flow => _fresh.LineOf(lane, flow)?.DueAfter(request.Now.UtcTicks)))
            .Min();
        return next is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }

    /// <summary>Some rows whose first frame stands before a position.</summary>
    public IReadOnlyList<RecordRow> BeganBefore(long position, int most) =>
        [.. _rows.Values.Where(row => row.Began < position).Take(most)
            .Concat(_fresh.BeganBefore(position).Take(most).ToArray().Select(Find).OfType<RecordRow>())
            .Take(most)];

    /// <summary>Since when the oldest record of each flow waits that is not parked.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Oldest() => _rows.Values
        .Where(row => row.State is RowState.Pending or RowState.Claimed)
        .Select(row => (row.Record.Flow, Ticks: row.Changes[0].Stored.SeenAt.UtcTicks))
        .Concat(_fresh.Oldest())
        .GroupBy(row => row.Flow)
        .ToDictionary(flow => flow.Key, flow => new DateTimeOffset(flow.Min(row => row.Ticks), TimeSpan.Zero));

    /// <summary>Those with this name or id.</summary>
    public IEnumerable<RecordKey> Called(string nameOrId) => _rows.Values
        .Where(row => row.Record.Id == nameOrId || row.Name == nameOrId)
        .Select(row => row.Record)
        .Concat(_fresh.Called(nameOrId));

    public IReadOnlyList<RecordRow> WaitingFor(IEnumerable<Dependency> dependencies) =>
        [.. dependencies.SelectMany(dependency => _waiting.GetValueOrDefault(dependency) ?? []).Distinct()];

    public IEnumerable<Awaited> Awaited(DependencyKind kind) => _waiting
        .Where(pair => pair.Key.Kind == kind)
        .SelectMany(pair => pair.Value.Select(row => row.Record.Flow).Distinct()
            .Select(flow => new Awaited(flow, pair.Key)));

    private RecordRow[] RipeAndDue(int lane, ClaimRequest request) =>
        [.. Ready(lane, request)
            .SelectMany(ready => ready.TakeWhile(row => row.DueTicks <= request.Now.UtcTicks).Take(request.Most))
            .Order(OldestDueFirst.Instance)
            .Take(request.Most)];

    // Fresh rows that are due, and before this row where there is one, become rows that can be claimed.
    private bool Ripen(int lane, ClaimRequest request, RecordRow? before)
    {
        var any = false;
        foreach (var line in request.Only.Select(flow => _fresh.LineOf(lane, flow)).OfType<FreshLine>())
        {
            for (var taken = 0; taken < request.Most && line.First() is { } first
                && first.DueTicks <= request.Now.UtcTicks && (before is null || IsBefore(first, before)); taken++)
            {
                Ripe(_fresh.Take(first.Key)!);
                any = true;
            }
        }

        return any;
    }

    private static bool IsBefore(FreshRow row, RecordRow other) => row.DueTicks < other.DueTicks
        || (row.DueTicks == other.DueTicks && row.Sequence < other.Oldest);

    // It is counted already.
    private RecordRow Ripe(RecordRow row)
    {
        _rows.Add(row.Key, row);
        ReadyOf(row).Add(row);
        return row;
    }

    private void Tally(RecordRow row, int more)
    {
        TallyFor(row.Record.Flow).Add(row, more);
        ChangeCount += more * row.Changes.Count;
    }

    private PendingTally TallyFor(string flow)
    {
        if (!_tallies.TryGetValue(flow, out var tally))
        {
            _tallies.Add(flow, tally = new PendingTally());
        }

        return tally;
    }

    private IEnumerable<SortedSet<RecordRow>> Ready(int lane, ClaimRequest request) => request.Only
        .Select(flow => _ready.GetValueOrDefault((lane, flow)))
        .OfType<SortedSet<RecordRow>>();

    private SortedSet<RecordRow> ReadyOf(RecordRow row)
    {
        var place = (row.Lane, row.Record.Flow);
        if (!_ready.TryGetValue(place, out var ready))
        {
            _ready.Add(place, ready = new SortedSet<RecordRow>(OldestDueFirst.Instance));
        }

        return ready;
    }

    private sealed class OldestDueFirst : IComparer<RecordRow>
    {
        public static readonly OldestDueFirst Instance = new();

        public int Compare(RecordRow? one, RecordRow? other)
        {
            var byDue = one!.DueTicks.CompareTo(other!.DueTicks);
            return byDue != 0 ? byDue : one.Oldest.CompareTo(other.Oldest);
        }
    }
}
