using System.Collections.Concurrent;
using System.Data.Common;
using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Records;
using IntegrationHost.Storage.Payloads;
using Npgsql;

namespace IntegrationHost.Storage.Postgres;

/// <summary>Claims records, and remembers for each of them the newest change that was handed out: what came later has
/// not been looked at.</summary>
internal sealed class Claims(PostgresDoor door, HostLease host, IPayloadSeal seal)
{
    private readonly ConcurrentDictionary<Guid, (LaneLease Lease, Known Known)> _through = new();

    public long Through(Guid record, LaneLease lease) => Of(record, lease)?.Through ?? 0;

    /// <summary>What is known of a record's newest claim under a lease, or null.</summary>
    public Known? Of(Guid record, LaneLease lease) =>
        _through.TryGetValue(record, out var each) && each.Lease == lease ? each.Known : null;

    public void Forget(int lane)
    {
        foreach (var (record, (lease, _)) in _through)
        {
            if (lease.Lane == lane)
            {
                _through.TryRemove(record, out _);
            }
        }
    }

    public void Forget(Guid record) => _through.TryRemove(record, out _);

    /// <summary>Forgets a claim that is over, not the one that may have followed it.</summary>
    public void Forget(Guid record, LaneLease lease, Known known) =>
        _through.TryRemove(KeyValuePair.Create(record, (lease, known)));

    // Not decided again after a lost answer: nobody would handle what the first try may have claimed. The lane counts
    // as lost; taking it anew makes its claims pending.
    public async Task<Claim> ClaimAsync(LaneLease lease, ClaimRequest request, CancellationToken cancel)
    {
        await host.EnsureAsync(cancel);
        var sent = false;
        return await door.RunAsync(connection =>
        {
            if (sent)
            {
                throw new StaleLeaseException(lease.Lane);
            }

            sent = true;
            return ClaimAsync(connection, lease, request);
        }, cancel);
    }

    private async Task<Claim> ClaimAsync(NpgsqlConnection connection, LaneLease lease, ClaimRequest request)
    {
        var cancel = CancellationToken.None;
        var (claim, now) = (Guid.NewGuid(), request.Now.UtcTicks);
        var flows = request.Only.Select(StoredText.Keep).ToArray();
        await using var unit = new NpgsqlBatch(connection)
            .Then(LaneTable.LockHeld, lease.Lane, lease.Epoch, host.Id)
            .Then(InboxSql.Claim, lease.Lane, lease.Epoch, host.Id, claim, now, flows, request.Most)
            .Then(InboxSql.Claimed, lease.Lane, claim)
            .Then(InboxSql.LaterChanges, lease.Lane, claim)
            .Then(InboxSql.NextDue, lease.Lane, now, flows);
        List<(Guid Key, ClaimedRecord Record)> records;
        ILookup<Guid, StoredChange> later;
        DateTimeOffset? next;
        await using (var rows = await unit.ExecuteReaderAsync(cancel))
        {
            if (!await rows.ReadAsync(cancel))
            {
                throw new StaleLeaseException(lease.Lane);
            }

            await rows.NextResultAsync(cancel); // An update gives no rows: this is what was claimed.
            records = await rows.ListAsync(ClaimedOf, cancel);
            await rows.NextResultAsync(cancel);
            later = (await rows.ListAsync(LaterOf, cancel)).ToLookup(each => each.Key, each => each.Change);
            await rows.NextResultAsync(cancel);
            next = await rows.ReadAsync(cancel) ? rows.Instant(0) : null;
        }

        var claimed = records.Select(each => (each.Key, Record: each.Record with
        {
            Changes = [.. each.Record.Changes, .. later[each.Key]],
        })).ToArray();
        foreach (var (key, record) in claimed)
        {
            _through[key] = (lease, new Known(claim, record.Newest.Sequence, record.Entry?.State));
        }

        return new Claim([.. claimed.Select(each => each.Record)], next);
    }

    /// <summary>A claim of a record.</summary>
    /// <param name="Claim">Its number.</param>
    /// <param name="Through">The newest change that was handed out.</param>
    /// <param name="Ended">How the record ended before, or null: while the claim stands nobody ends it.</param>
    internal sealed record Known(Guid Claim, long Through, EntryState? Ended);

    private (Guid Key, ClaimedRecord Record) ClaimedOf(DbDataReader row)
    {
        var record = new RecordKey(row.Text(1), row.Text(2), row.Text(3));
        const int IntentFrom = 5;
        var intent = row.IsDBNull(IntentFrom) ? null : new Intent(
            record, row.Text(5), row.Text(6), row.TextOrNull(7), seal.Open(row.GetFieldValue<byte[]>(8)),
            new IntentSource(row.Text(9), row.Text(10), row.Text(11), row.GetInt64(12)), row.Instant(13));
        const int EntryFrom = 14;
        var entry = row.IsDBNull(EntryFrom) ? null : LedgerRow.EntryOf(row, EntryFrom);
        const int OldestFrom = 24;
        var oldest = ChangeOf(row, record.Entity, record.Id, OldestFrom);
        return (row.GetGuid(0), new ClaimedRecord(record, [oldest], row.GetInt32(4), intent, entry));
    }

    private (Guid Key, StoredChange Change) LaterOf(DbDataReader row)
    {
        const int ChangeFrom = 3;
        return (row.GetGuid(0), ChangeOf(row, row.Text(1), row.Text(2), ChangeFrom));
    }

    private StoredChange ChangeOf(DbDataReader row, string entity, string id, int from)
    {
        var change = new Change(entity, id, row.Text(from + 1))
        {
            Kind = (ChangeKind)row.GetInt16(from + 2),
            Name = row.TextOrNull(from + 3),
            GroupKey = row.TextOrNull(from + 4),
            ChangedAt = row.IsDBNull(from + 5) ? null : row.Instant(from + 5),
            Record = row.IsDBNull(from + 6) ? null : Record.Parse(seal.Open(row.GetFieldValue<byte[]>(from + 6))),
        };
        return new StoredChange(row.GetInt64(from), change, row.Text(from + 7), row.Instant(from + 8));
    }
}
