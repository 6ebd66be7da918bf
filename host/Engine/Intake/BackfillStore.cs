using System.Globalization;
using System.Text.Json;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Engine.Intake;

/// <summary>Backfills among the small values of the state: how each stands, and the ids it was given, in
/// parts.</summary>
internal sealed class BackfillStore(ILedger ledger, TimeProvider time)
{
    private const string Prefix = "backfill/";
    private const int IdsAPart = 1000;

    public async Task<IReadOnlyList<BackfillStatus>> ListAsync(CancellationToken cancel) =>
        [.. (await ledger.ValuesAsync(Prefix, cancel))
            .Where(value => !value.Name[Prefix.Length..].Contains('/', StringComparison.Ordinal))
            .Select(value => JsonSerializer.Deserialize<BackfillStatus>(value.Value)!)];

    /// <summary>Writes how one stands, if it still stands as it was seen (null: whatever it was); false when somebody
    /// was first.</summary>
    public async Task<bool> PutAsync(BackfillStatus status, BackfillStatus? seen, CancellationToken cancel)
    {
        var name = $"{Prefix}{status.Flow}";
        var before = (await ledger.ValuesAsync(name, cancel)).FirstOrDefault(value => value.Name == name);
        return (seen is null || before?.Value == JsonSerializer.Serialize(seen))
            && await PutAsync(name, JsonSerializer.Serialize(status), status.By, before?.Version ?? 0, cancel);
    }

    public async Task PutIdsAsync(string flow, IReadOnlyList<string> ids, string by, CancellationToken cancel)
    {
        foreach (var (part, at) in ids.Chunk(IdsAPart).Select((part, at) => (part, at)))
        {
            await PutAsync(NameOf(flow, at), JsonSerializer.Serialize(part), by, cancel);
        }
    }

    /// <summary>The ids from this place on, a part at most; none at the end.</summary>
    public async Task<IReadOnlyList<string>> IdsAsync(string flow, int from, int most, CancellationToken cancel)
    {
        var name = NameOf(flow, from / IdsAPart);
        var part = (await ledger.ValuesAsync(name, cancel)).FirstOrDefault(value => value.Name == name)?.Value;
        return part is { Length: > 0 }
            ? [.. JsonSerializer.Deserialize<string[]>(part)!.Skip(from % IdsAPart).Take(most)]
            : [];
    }

    /// <summary>Forgets the ids of a backfill that has ended.</summary>
    public async Task ForgetIdsAsync(string flow, CancellationToken cancel)
    {
        foreach (var value in (await ledger.ValuesAsync($"{Prefix}{flow}/ids/", cancel)).Where(
            value => value.Value.Length > 0))
        {
            await PutAsync(value.Name, "", value.By, cancel);
        }
    }

    private async Task PutAsync(string name, string text, string by, CancellationToken cancel)
    {
        var before = (await ledger.ValuesAsync(name, cancel)).FirstOrDefault(value => value.Name == name);
        await PutAsync(name, text, by, before?.Version ?? 0, cancel);
    }

    private Task<bool> PutAsync(string name, string text, string by, long version, CancellationToken cancel) =>
        ledger.PutValueAsync(new NamedValue(name, text, version + 1, by, time.GetUtcNow()), version, cancel);

    private static string NameOf(string flow, int part) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{flow}/ids/{part:00000}");
}
