using System.Text;
using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Embedded.Deciding;
using IntegrationHost.Storage.Embedded.Rows;
using IntegrationHost.Storage.Payloads;

namespace IntegrationHost.Storage.Embedded.Ports;

/// <summary>The ledger, the crosswalk, intents, cursors and small values.</summary>
internal sealed class EmbeddedLedger(Decider decider, StoreState state, IPayloadSeal seal) : ILedger
{
    private const int NameShown = 80;

    public Task<SettleVerdict> SettleAsync(LaneLease lease, Settlement settlement, CancellationToken cancel) =>
        decider.AskAsync(new Settling(lease, settlement, seal), cancel);

    public async Task PutIntentAsync(LaneLease lease, Intent intent, CancellationToken cancel)
    {
        var rendered = seal.Seal(intent.Rendered.Span);
        PayloadBound.Check($"the write of {intent.Record}", rendered.Length);
        var stored = await decider.AskAsync(decision =>
        {
            if (state.ClaimedBy(lease, intent.Record) is not { } row)
            {
                return false;
            }

            decision.Change(row, () =>
            {
                row.Intent = new IntentRow(intent with { Rendered = default }, decision.Unit.Keep(rendered));
                decision.Tell(row, intent.At, "intent", $"a {intent.Entity} is about to be written");
            });
            return true;
        }, cancel);
        if (!stored)
        {
            throw new StaleLeaseException(lease.Lane);
        }
    }

    public Task<IReadOnlyList<Link>> LinksAsync(IReadOnlyList<LinkSide> sides, CancellationToken cancel)
    {
        var ids = sides.Select(LinkRow.IdOf).ToArray();
        return decider.AskAsync<IReadOnlyList<Link>>(
            _ => ids,
            decision => [.. ids.Select(id => decision.Rows[id]).OfType<byte[]>().Select(image => LinkRow.Of(image))],
            cancel);
    }

    public Task<IReadOnlyDictionary<RecordKey, LedgerEntry>> EntriesAsync(
        IReadOnlyList<RecordKey> records, CancellationToken cancel)
    {
        var keys = records.Distinct().Select(RowKey.Of).ToArray();
        return decider.AskAsync<IReadOnlyDictionary<RecordKey, LedgerEntry>>(
            _ => keys.Select(Decision.LedgerOf),
            decision => keys.Select(decision.Ledger).OfType<LedgerRow>()
                .ToDictionary(row => row.Record, row => row.Entry),
            cancel);
    }

    public Task<Cursor?> CursorAsync(string flow, CancellationToken cancel) =>
        decider.AskAsync(_ => state.Cursors.GetValueOrDefault(flow), cancel);

    public Task<IReadOnlyList<NamedValue>> ValuesAsync(string prefix, CancellationToken cancel) =>
        decider.AskAsync<IReadOnlyList<NamedValue>>(
            _ => [.. state.Values.Values.Where(value => value.Name.StartsWith(prefix, StringComparison.Ordinal))],
            cancel);

    public Task<bool> PutValueAsync(NamedValue value, long expectedVersion, CancellationToken cancel)
    {
        // Before it is decided: what does not fit into a row would stop the store.
        CheckLength(value.Name, value.Name, NamedValue.NameBytesMost, nameof(value));
        CheckLength(value.Name, value.Value, NamedValue.ValueBytesMost, nameof(value));
        return decider.AskAsync(decision => Put(decision, value, expectedVersion), cancel);
    }

    private bool Put(Decision decision, NamedValue value, long expectedVersion)
    {
        if ((state.Values.GetValueOrDefault(value.Name)?.Version ?? 0) != expectedVersion)
        {
            return false;
        }

        var next = value with { Version = expectedVersion + 1 };
        state.Values[value.Name] = next;
        decision.Unit.Put(new RowId(Table.Values, value.Name), SmallRows.Of(next, decision.Images));
        return true;
    }

    private static void CheckLength(string name, string text, int most, string parameter)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > most)
        {
            throw new ArgumentException(
                $"'{name[..Math.Min(name.Length, NameShown)]}' has {bytes} bytes where at most {most} can be kept",
                parameter);
        }
    }
}
