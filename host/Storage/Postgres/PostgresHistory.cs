using System.Data.Common;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Payloads;
using IntegrationHost.Storage.Problems;
using Npgsql;

namespace IntegrationHost.Storage.Postgres;

/// <summary>The history in PostgreSQL. Reads are decided again after a lost answer, like everything.</summary>
internal sealed class PostgresHistory(PostgresDoor door, IPayloadSeal seal) : IHistory
{
    private const int FoundMost = 100;
    private const int EntriesMost = 1000;

    public async Task<IReadOnlyList<RecordState>> FindAsync(string nameOrId, CancellationToken cancel) =>
        await door.RunAsync(async connection =>
        {
            var kinds = await connection.Ask(HistorySql.Kinds).ListAsync(row => (row.Text(0), row.Text(1)), cancel);
            var keys = kinds.Select(kind => RowKey.Of(new RecordKey(kind.Item1, kind.Item2, nameOrId))).ToArray();
            return await connection.Ask(HistorySql.Find, keys, StoredText.Keep(nameOrId), FoundMost)
                .ListAsync(StateOf, cancel);
        }, cancel);

    public async Task<IReadOnlyList<HistoryEntry>> OfAsync(RecordKey record, CancellationToken cancel) =>
        await door.RunAsync(connection => connection.Ask(HistorySql.Of, RowKey.Of(record), EntriesMost)
            .ListAsync(row => new HistoryEntry(row.Instant(0), row.Text(1), row.Text(2)), cancel), cancel);

    public async Task<ReadOnlyMemory<byte>?> InputAsync(RecordKey record, CancellationToken cancel)
    {
        var found = await door.RunAsync(connection => connection.Ask(HistorySql.Input, RowKey.Of(record))
            .ListAsync(row => row.GetFieldValue<byte[]>(0), cancel), cancel);
        return found is [var body] ? seal.Open(body) : default(ReadOnlyMemory<byte>?);
    }

    public Task<IReadOnlyList<Problem>> ProblemsAsync(CancellationToken cancel) =>
        door.RunAsync(async connection =>
        {
            var notes = new List<WaitingNote>();
            foreach (var parked in await connection.Ask(HistorySql.AllParked).ListAsync(ParkedOf, cancel))
            {
                notes.AddRange(parked.Problems.Select(
                    note => new WaitingNote(note, parked.Record, parked.Name, parked.Since, parked.AtStake)));
            }

            foreach (var (record, name, at, problems) in await connection.Ask(HistorySql.Afterwards).ListAsync(
                row => (RecordOf(row), row.Text(3), row.Instant(4), ParkedJson.Problems(row.GetString(5))), cancel))
            {
                notes.AddRange(problems.Select(note => new WaitingNote(note, record, name, at, null)));
            }

            notes.AddRange(await connection.Ask(HistorySql.Tried).ListAsync(row => new WaitingNote(
                TriedAgain.NoteOf(row.Text(0), row.GetInt32(5), row.Text(6)), RecordOf(row), NameOf(row),
                row.Instant(4), null), cancel));
            return ProblemList.Of(notes);
        }, cancel);

    public async Task<IReadOnlyList<ParkedRecord>> ParkedAsync(ParkedQuery query, CancellationToken cancel)
    {
        var parked = await door.RunAsync(connection =>
        {
            var ask = query switch
            {
                { Cause: { } cause } => connection.Ask(HistorySql.ParkedByMark, RowKey.OfCause(cause)),
                { Kind: not null } => connection.Ask(HistorySql.AllParked),
                _ => connection.Ask(HistorySql.OldestParked, Math.Max(query.Most, 0)),
            };
            return ask.ListAsync(ParkedOf, cancel);
        }, cancel);
        return
        [
            .. parked.Where(record => query.Kind is null || record.WaitsFor.Any(on => on.Kind == query.Kind))
                .Take(query.Most),
        ];
    }

    public async Task<IReadOnlyList<Awaited>> AwaitedAsync(DependencyKind kind, CancellationToken cancel)
    {
        var waiting = await door.RunAsync(connection => connection.Ask(HistorySql.Awaited)
            .ListAsync(row => (Flow: row.Text(0), On: ParkedJson.Waits(row.GetString(1))), cancel), cancel);
        return
        [
            .. waiting.SelectMany(each => each.On.Where(on => on.Kind == kind).Select(on => new Awaited(each.Flow, on)))
                .Distinct(),
        ];
    }

    public async Task<IReadOnlyList<FlowCounts>> CountsAsync(CancellationToken cancel)
    {
        var rows = await door.RunAsync(connection => connection.Ask(HistorySql.Counts).ListAsync(
            row => (Flow: row.Text(0), Key: (row.GetInt32(1), row.GetInt32(2)), Count: (int)row.GetInt64(3)), cancel),
            cancel);
        return
        [
            .. rows.GroupBy(row => row.Flow).OrderBy(flow => flow.Key, StringComparer.Ordinal)
                .Select(flow => CountsOf(flow.Key, flow.ToDictionary(row => row.Key, row => row.Count))),
        ];
    }

    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> OldestAsync(CancellationToken cancel)
    {
        var rows = await door.RunAsync(connection => connection.Ask(HistorySql.Oldest).ListAsync(
            row => (Flow: row.Text(0), Seen: row.Instant(1)), cancel), cancel);
        return rows.ToDictionary(row => row.Flow, row => row.Seen);
    }

    private static FlowCounts CountsOf(string flow, Dictionary<(int, int), int> counts)
    {
        int Ended(EntryState state) => counts.GetValueOrDefault((0, (int)state));
        int Rows(PendingState state) => counts.GetValueOrDefault((1, (int)state));
        var pending = Rows(PendingState.Pending) + Rows(PendingState.Claimed);
        var (held, refused) = (Rows(PendingState.Held), Rows(PendingState.Refused));
        var (written, skipped) = (Ended(EntryState.Written), Ended(EntryState.Skipped));
        var read = written + skipped + Ended(EntryState.Deleted) + pending + held + refused;
        return new FlowCounts(flow, read, written, held, refused, skipped, pending);
    }

    private static RecordKey RecordOf(DbDataReader row) => new(row.Text(0), row.Text(1), row.Text(2));

    private static string NameOf(DbDataReader row) => row.TextOrNull(3) ?? row.Text(2);

    private static RecordState StateOf(DbDataReader row)
    {
        const int EntryFrom = 6;
        var entry = row.IsDBNull(EntryFrom) ? null : LedgerRow.EntryOf(row, EntryFrom);
        var record = RecordOf(row);
        var state = row.IsDBNull(3) ? entry!.State.ToString() : (PendingState)row.GetInt16(3) switch
        {
            PendingState.Claimed => nameof(PendingState.Pending),
            var other => other.ToString(),
        };
        var name = row.TextOrNull(4) ?? entry?.Name ?? record.Id;
        var problems = ParkedJson.Problems(row.IsDBNull(5) ? null : row.GetString(5));
        return new RecordState(record, name, state.ToLowerInvariant(), entry, problems);
    }

    private static ParkedRecord ParkedOf(DbDataReader row) => new(
        RecordOf(row), NameOf(row),
        row.GetInt16(4) == (short)PendingState.Held ? ParkState.Held : ParkState.Refused,
        ParkedJson.Problems(row.IsDBNull(5) ? null : row.GetString(5)),
        ParkedJson.Waits(row.IsDBNull(6) ? null : row.GetString(6)), row.Instant(7),
        ParkedJson.MoneyOf(row.IsDBNull(8) ? null : row.GetString(8)))
    {
        Through = row.GetInt64(9),
    };
}
