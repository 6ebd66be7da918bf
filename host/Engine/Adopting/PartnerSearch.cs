using IntegrationHost.Connectors;
using IntegrationHost.Engine.Connections;
using IntegrationHost.Records;

namespace IntegrationHost.Engine.Adopting;

/// <summary>Looks for the partners of source records by one rule after another; the first rule that finds any decides.
/// Reads only.</summary>
internal sealed class PartnerSearch(string entity, IRecordReader target, Circuit circuit)
{
    private const int ValuesMost = 250;

    /// <summary>The possible partners of each record, and the rule that found them.</summary>
    public async Task<IReadOnlyDictionary<string, Partners>> FindAsync(
        IReadOnlyList<Candidate> candidates, IReadOnlyList<LinkRule> rules, CancellationToken cancel)
    {
        var found = new Dictionary<string, Partners>();
        foreach (var rule in rules)
        {
            var open = candidates.Where(candidate => !found.ContainsKey(candidate.Id))
                .Select(candidate => (candidate.Id, Value: ValueOf(candidate, rule)))
                .Where(pair => pair.Value is { Length: > 0 }).ToArray();
            var matches = await MatchesAsync(rule.Target, [.. open.Select(pair => pair.Value!).Distinct()], cancel);
            foreach (var (id, value) in open.Where(pair => matches.Contains(pair.Value!)))
            {
                found[id] = new Partners([.. matches[value!].Distinct()], rule, value!);
            }
        }

        return found;
    }

    private async Task<ILookup<string, string>> MatchesAsync(string field, string[] values, CancellationToken cancel)
    {
        var matches = new List<Match>();
        foreach (var part in values.Chunk(ValuesMost))
        {
            matches.AddRange(await circuit.RunAsync(
                token => target.FindAsync(entity, field, part, token), cancel));
        }

        return matches.ToLookup(match => match.Value, match => match.Id);
    }

    private static string? ValueOf(Candidate candidate, LinkRule rule)
    {
        var record = rule.Source.Length == 0 ? candidate.Written : candidate.Source;
        try
        {
            return record?.TextOrNull(rule.Source.Length == 0 ? rule.Target : rule.Source);
        }
        catch (RecordException)
        {
            return null; // It has no plain value there: this rule says nothing of it.
        }
    }
}
