using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Payloads;
using Npgsql;

namespace IntegrationHost.Storage.Postgres;

/// <summary>Writes what is settled at the same time, over all lanes, in one round trip. Each settlement has its own
/// verdict; a group is one transaction.</summary>
internal sealed class Settler : IAsyncDisposable
{
    private const int SettlementsMost = 256;
    private const int CompanyLeast = 64;
    private const int SlotsPerHost = 16;
    private const int HostSlots = 16;

    private readonly PostgresDoor _door;
    private readonly HostLease _host;
    private readonly Claims _claims;
    private readonly IPayloadSeal _seal;
    private readonly Action<int> _arrived;
    private readonly Batcher<SettleJob> _jobs;

    public Settler(
        PostgresDoor door, HostLease host, Claims claims, PostgresOptions options, Action<int> arrived)
    {
        _door = door;
        _host = host;
        _claims = claims;
        _seal = options.Seal;
        _arrived = arrived;
        _jobs = new Batcher<SettleJob>(options.SettlersMost, SettlementsMost, CompanyLeast, WriteAsync);
    }

    public async Task<SettleVerdict> SettleAsync(LaneLease lease, Settlement settlement, CancellationToken cancel)
    {
        var job = new SettleJob(lease, settlement, _claims, _seal);
        await _jobs.AddAsync(job, cancel);
        return await job.Answer;
    }

    public ValueTask DisposeAsync() => _jobs.DisposeAsync();

    // Decided again after a lost answer: a record that was settled is claimed no more, so the second try says that it
    // was settled already.
    private async Task WriteAsync(IReadOnlyList<SettleJob> group, int writer)
    {
        var jobs = group.OrderBy(job => job.Key).ToArray(); // As all lock records.
        var (brought, owners) = SettleColumns.Brought(jobs);
        var lanes = jobs.Select(job => job.Lease.Lane).Distinct().ToArray();
        var columns = SettleColumns.Of(jobs);
        var (settled, released) = await _door.RunAsync(
            async connection =>
            {
                var slot = (int)(_host.Id % HostSlots * SlotsPerHost) + writer;
                await using var unit = connection.Ask(
                    SettleSql.Settle, [_host.Id, slot, brought, owners, lanes, .. columns]);
                return await AnswerAsync(unit);
            }, CancellationToken.None);
        foreach (var lane in released)
        {
            _arrived(lane);
        }

        for (var at = 0; at < jobs.Length; at++)
        {
            if (jobs[at].Claimed is { } known)
            {
                _claims.Forget(jobs[at].Key, jobs[at].Lease, known);
            }

            jobs[at].Complete(settled[at] ? SettleVerdict.Settled : SettleVerdict.Fenced);
        }
    }

    private static async Task<(bool[] Settled, int[] Lanes)> AnswerAsync(NpgsqlCommand unit)
    {
        await using var rows = await unit.ExecuteReaderAsync(CancellationToken.None);
        await rows.ReadAsync(CancellationToken.None);
        return (rows.GetFieldValue<bool[]>(0), rows.IsDBNull(1) ? [] : rows.GetFieldValue<int[]>(1));
    }
}
