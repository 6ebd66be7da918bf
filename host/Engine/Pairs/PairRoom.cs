using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Engine.Mapping;
using IntegrationHost.Engine.Problems;
using IntegrationHost.Records;

namespace IntegrationHost.Engine.Pairs;

/// <summary>Judges what a flow brings to a link that another flow carries in the opposite direction: an echo of our own
/// write is not sent back, an edit is carried field by field, and where both sides changed one field the declared
/// policy decides.</summary>
internal sealed class PairRoom(
    FlowDefinition flow, FlowDefinition twin, ILedger ledger, Mirror mirror, Turns turns, Creations ours,
    Creations theirs)
{
    private readonly PairPolicy _policy = new(flow, twin);

    /// <summary>The pair's turn, together with what is known of the pair once it is ours.</summary>
    public async Task<(IDisposable Turn, Pairing Pairing)> TakeTurnAsync(
        ClaimedRecord claimed, CancellationToken cancel)
    {
        var partner = await PartnerAsync(claimed, cancel);
        if (partner is null)
        {
            await theirs.EndAsync(cancel);
            partner = await PartnerAsync(claimed, cancel);
        }

        var turn = await turns.TakeAsync(NameOf(claimed.Record.Id, partner), cancel);
        try
        {
            return (turn, await PairingAsync(claimed, partner, cancel));
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <summary>What is known of the pair, without waiting for its turn.</summary>
    public async Task<Pairing> PeekAsync(ClaimedRecord claimed, CancellationToken cancel) =>
        await PairingAsync(claimed, await PartnerAsync(claimed, cancel), cancel);

    /// <summary>Held while a record is made that the other side will report before its link stands.</summary>
    public IDisposable BeginCreation() => ours.Begin();

    /// <summary>True when a hint tells of our own last write by its version.</summary>
    public static bool IsEcho(ClaimedRecord claimed, Pairing pairing) => claimed.Ruled is null
        && pairing is { ByTwin: true, IsGone: false, Agreed: { } agreed }
        && claimed.Changes.All(change => change.Change is { Kind: ChangeKind.Upsert, Version.Length: > 0 }
            && change.Change.Version == agreed.Here.Version);

    public async Task<Agreement> AgreeAsync(Mapped.Ready ready, Pairing pairing, CancellationToken cancel)
    {
        var here = ready.Fields.Value;
        if (pairing.Partner is not { } partner || pairing.IsGone)
        {
            return new Agreement.Carry(ready, new PairWrite(new Pairing(null, null), here.Keys.ToHashSet(), null));
        }

        if (pairing.Agreed is { } agreed && Same(here, agreed.Here.Fields))
        {
            var still = agreed with { Here = agreed.Here with { Version = ready.From.SourceVersion } };
            return new Agreement.Settled(partner, agreed.There.Version, pairing.ByTwin ? "echo" : "unchanged", still);
        }

        var write = ready.Write with { Id = partner };
        if (await mirror.LookAsync(partner, cancel) is not { } there)
        {
            // It is gone there, or cannot be read: the target says what it thinks of the write.
            return new Agreement.Carry(
                ready with { Write = write }, new PairWrite(pairing, here.Keys.ToHashSet(), null));
        }

        return Merged(ready with { Write = write }, pairing, here, there);
    }

    /// <summary>What is agreed now that the write stands, for the ledger.</summary>
    /// <param name="ready">What was written.</param>
    /// <param name="write">What is remembered from before.</param>
    /// <param name="id">Of the target's record.</param>
    /// <param name="version">The target's answer told, or empty.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task<string> AgreedAsync(
        Mapped.Ready ready, PairWrite write, string id, string version, CancellationToken cancel)
    {
        var here = new SideBase(ready.From.SourceVersion, ready.Fields.Value);
        var after = await mirror.LookAsync(id, cancel);
        var fields = after is null ? new Dictionary<string, string>()
            : write.Before is not { } before ? Merge.AgreedWhenMade(_policy, here.Fields,
                HasMoved(version, after) ? null : mirror.AsWritten(ready.Write, id), after.Fields)
            : Merge.AgreedThere(_policy, write.Pairing.Agreed, write.Carried, write.Same, here.Fields, before.Fields,
                after.Fields);
        return new PairBase(here, There(after?.Version ?? "", fields, after)).ToString();
    }

    /// <summary>A write that landed in an earlier attempt, with what both sides agreed upon before it.</summary>
    public async Task<Sending> EarlierAsync(LaneLease lease, Mapped.Ready earlier, CancellationToken cancel)
    {
        var sent = FieldPrints.Of(Record.Parse(earlier.Claimed.Intent!.Rendered)).Keys.ToHashSet();
        if (earlier.Write is { Id: null, Kind: ChangeKind.Upsert })
        {
            return new Sending(lease, earlier, new PairWrite(new Pairing(null, null), sent, null));
        }

        var pairing = await PeekAsync(earlier.Claimed, cancel);
        if (earlier.Write.Kind == ChangeKind.Delete || pairing is not { Agreed: { } agreed, IsGone: false })
        {
            return new Sending(lease, earlier);
        }

        // What was left as it is there was not sent: of that stays agreed what was.
        var here = new Dictionary<string, string>(agreed.Here.Fields);
        foreach (var (field, print) in earlier.Fields.Value)
        {
            here[field] = print;
        }

        return new Sending(lease, earlier with { Fields = new(here) }, new PairWrite(
            pairing, sent, new Reflection(agreed.There.Version, null, agreed.There.Fields)));
    }

    /// <summary>Who wins over what the other side changed since both agreed; null when it changed nothing.</summary>
    public async Task<ConflictPolicy?> WinnerOverThereAsync(Pairing pairing, CancellationToken cancel) =>
        pairing is { Partner: { } partner, Agreed: { } agreed, IsGone: false }
        && await mirror.LookAsync(partner, cancel) is { } there && !Same(there.Fields, agreed.There.Fields)
            ? _policy.WinnerOf("")
            : null;

    private Agreement Merged(
        Mapped.Ready ready, Pairing pairing, IReadOnlyDictionary<string, string> here, Reflection there)
    {
        var isNewer = IsNewer(ready.From.SourceVersion, there.Version);
        var merged = Merge.Of(_policy, pairing.Agreed, here, there.Fields, isNewer);
        if (ready.Claimed.Ruled is { Kind: RulingKind.Replay })
        {
            merged = merged with { Carry = merged.Carry.Union(merged.Ask).ToHashSet(), Ask = new HashSet<string>() };
        }

        if (merged.Ask.Count > 0)
        {
            return new Agreement.Ask([.. merged.Ask.Order(StringComparer.Ordinal).Select(field =>
                ProblemNotes.BothChanged(flow, field, Reflection.Show(ready.Write.Record, field),
                    Reflection.Show(there.Rendered, _policy.SameAs(field))))]);
        }

        if (merged.Carry.Count == 0)
        {
            var stays = Merge.AgreedThere(
                _policy, pairing.Agreed, merged.Carry, merged.Same, here, there.Fields, there.Fields);
            return new Agreement.Settled(pairing.Partner!, there.Version, "unchanged", new PairBase(
                new SideBase(ready.From.SourceVersion, here), There(there.Version, stays, there)));
        }

        var write = ready.Write with { Record = Without(ready.Write.Record, merged.Leave) };
        var pair = new PairWrite(pairing, merged.Carry, there) { Same = merged.Same };
        return new Agreement.Carry(ready with { Write = write }, pair);
    }

    private static bool HasMoved(string version, Reflection after) =>
        version.Length > 0 && VersionOrder.Plain(after.Version) != VersionOrder.Plain(version);

    // A version that holds what is not agreed yet is no echo: its own flow has still to bring that.
    private static SideBase There(string version, IReadOnlyDictionary<string, string> agreed, Reflection? now) =>
        new(now is not null && !Same(agreed, now.Fields) ? "" : version, agreed);

    private async Task<string?> PartnerAsync(ClaimedRecord claimed, CancellationToken cancel)
    {
        var side = new LinkSide(flow.Link, flow.From.Connection, claimed.Record.Id, flow.To.Connection);
        var links = await ledger.LinksAsync([side], cancel);
        return links.Count == 0 ? null
            : links[0].A.Connection == flow.From.Connection ? links[0].B.Id : links[0].A.Id;
    }

    private async Task<Pairing> PairingAsync(ClaimedRecord claimed, string? partner, CancellationToken cancel)
    {
        if (partner is null)
        {
            return new Pairing(null, null);
        }

        var theirKey = new RecordKey(twin.Name, flow.To.Entity, partner);
        var entries = await ledger.EntriesAsync([claimed.Record, theirKey], cancel);
        var mine = entries.GetValueOrDefault(claimed.Record);
        var other = entries.GetValueOrDefault(theirKey);
        var byTwin = other is not null && (mine is null || other.At >= mine.At);
        var last = byTwin ? other : mine;
        var agreed = byTwin
            ? PairBase.Parse(other!.Agreed)?.Turned() ?? PairBase.Parse(mine?.Agreed ?? "")
            : PairBase.Parse(mine?.Agreed ?? "") ?? PairBase.Parse(other?.Agreed ?? "")?.Turned();
        return new Pairing(partner, agreed)
        {
            ByTwin = byTwin,
            At = last?.At ?? default,
            IsGone = last?.State == EntryState.Deleted,
        };
    }

    // The same name from both sides.
    private string NameOf(string id, string? partner)
    {
        var mine = $"{flow.From.Connection}/{id}";
        var other = partner is null ? "" : $"{flow.To.Connection}/{partner}";
        return string.CompareOrdinal(mine, other) < 0 ? $"{flow.Link}|{mine}|{other}" : $"{flow.Link}|{other}|{mine}";
    }

    private static bool? IsNewer(string version, string than) => VersionOrder.IsOlder(than, version) ? true
        : VersionOrder.IsOlder(version, than) ? false : null;

    private static bool Same(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        one.Count == other.Count && one.All(field => other.GetValueOrDefault(field.Key) == field.Value);

    private static Record Without(Record record, IReadOnlySet<string> fields)
    {
        if (fields.Count == 0)
        {
            return record;
        }

        using var document = System.Text.Json.JsonDocument.Parse(record.ToUtf8());
        var left = document.RootElement.EnumerateObject().Where(field => !fields.Contains(field.Name))
            .ToDictionary(field => field.Name, field => field.Value);
        return Record.Parse(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(left));
    }
}
