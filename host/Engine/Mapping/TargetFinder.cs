using IntegrationHost.Connectors;
using IntegrationHost.Engine.Connections;

namespace IntegrationHost.Engine.Mapping;

/// <summary>Looks records of one connection up by a field, many at once, and remembers what it found for a while.
/// What was not found is never remembered: it may arrive at any moment.</summary>
internal sealed class TargetFinder(string connection, IConnector target, Circuit circuit, TimeProvider time)
{
    private const int ValuesMost = 250;
    private const int RememberedMost = 20_000;
    private static readonly TimeSpan RememberFor = TimeSpan.FromMinutes(5);

    private readonly Dictionary<(string Entity, string Field, string Value), (string Id, DateTimeOffset Until)>
        _known = [];

    /// <summary>The ids of all matches by value; a value without a match is missing.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> FindAsync(
        string entity, string field, IReadOnlyList<string> values, CancellationToken cancel)
    {
        var found = new Dictionary<string, IReadOnlyList<string>>();
        var unknown = new List<string>();
        foreach (var value in values)
        {
            if (Remembered((entity, field, value)) is { } id)
            {
                found[value] = [id];
            }
            else
            {
                unknown.Add(value);
            }
        }

        foreach (var part in unknown.Chunk(ValuesMost))
        {
            foreach (var matches in (await AskAsync(entity, field, part, cancel)).GroupBy(match => match.Value))
            {
                var ids = matches.Select(match => match.Id).Distinct().ToArray();
                found[matches.Key] = ids;
                Remember((entity, field, matches.Key), ids);
            }
        }

        return found;
    }

    /// <summary>What was found for this value may not be there any more.</summary>
    public void Forget(string entity, string field, string value)
    {
        lock (_known)
        {
            _known.Remove((entity, field, value));
        }
    }

    private async Task<IReadOnlyList<Match>> AskAsync(
        string entity, string field, string[] values, CancellationToken cancel) =>
        target is IRecordReader reader
            ? await circuit.RunAsync(token => reader.FindAsync(entity, field, values, token), cancel)
            : throw new InvalidOperationException(
                $"{connection} cannot find records, so Find(\"{entity}\", …) cannot work");

    private string? Remembered((string, string, string) key)
    {
        lock (_known)
        {
            return _known.TryGetValue(key, out var entry) && entry.Until > time.GetUtcNow() ? entry.Id : null;
        }
    }

    private void Remember((string, string, string) key, string[] ids)
    {
        if (ids.Length != 1)
        {
            return;
        }

        lock (_known)
        {
            if (_known.Count >= RememberedMost)
            {
                _known.Clear();
            }

            _known[key] = (ids[0], time.GetUtcNow() + RememberFor);
        }
    }
}
