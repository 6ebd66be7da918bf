using IntegrationHost.Connectors;
using IntegrationHost.Engine.Connections;
using IntegrationHost.Records;

namespace IntegrationHost.Engine.Planning;

/// <summary>What the target holds now for rendered writes: by the id we know, else by the outside key the write
/// carries. Reads only.</summary>
internal sealed class TargetView(IConnector target, Circuit circuit)
{
    private const int IdsMost = 250;

    /// <summary>One answer per write, in the same order.</summary>
    public async Task<IReadOnlyList<Standing>> OfAsync(IReadOnlyList<Write> writes, CancellationToken cancel)
    {
        var found = new Dictionary<(string Entity, string Id), Found>();
        var ids = new string?[writes.Count];
        foreach (var group in writes.Select((write, at) => (write, at)).GroupBy(each => each.write.Entity))
        {
            await IdsAsync(group.Key, [.. group], ids, cancel);
            var known = group.Select(each => ids[each.at]).OfType<string>().Distinct().ToArray();
            foreach (var record in await ReadAsync(group.Key, known, cancel))
            {
                found[(group.Key, record.Id)] = record;
            }
        }

        return [.. writes.Select((write, at) => new Standing(
            ids[at], ids[at] is { } id ? found.GetValueOrDefault((write.Entity, id)) : null,
            Can(write.Entity, Abilities.Read)))];
    }

    private async Task IdsAsync(
        string entity, (Write Write, int At)[] writes, string?[] ids, CancellationToken cancel)
    {
        var byKey = new Dictionary<string, List<int>>();
        foreach (var (write, at) in writes)
        {
            ids[at] = write.Id;
            if (write.Id is null && KeyOf(write) is { Length: > 0 } key)
            {
                byKey.TryAdd(key, []);
                byKey[key].Add(at);
            }
        }

        if (byKey.Count == 0 || !Can(entity, Abilities.Find))
        {
            return;
        }

        var field = Info(entity)!.KeyField;
        foreach (var part in byKey.Keys.Chunk(IdsMost))
        {
            foreach (var match in await circuit.RunAsync(
                token => ((IRecordReader)target).FindAsync(entity, field, part, token), cancel))
            {
                byKey[match.Value].ForEach(at => ids[at] = match.Id);
            }
        }
    }

    private async Task<IReadOnlyList<Found>> ReadAsync(string entity, string[] ids, CancellationToken cancel)
    {
        var all = new List<Found>();
        foreach (var part in Can(entity, Abilities.Read) ? ids.Chunk(IdsMost) : [])
        {
            all.AddRange(await circuit.RunAsync(
                token => ((IRecordReader)target).ReadAsync(entity, part, token), cancel));
        }

        return all;
    }

    private string? KeyOf(Write write)
    {
        try
        {
            return Info(write.Entity) is { } info ? write.Record.TextOrNull(info.KeyField) : null;
        }
        catch (RecordException)
        {
            return null; // The key is no plain text: such a record is not found by it.
        }
    }

    private EntityInfo? Info(string entity) => target.Entities.FirstOrDefault(known => known.Name == entity);

    private bool Can(string entity, Abilities ability) =>
        target is IRecordReader && Info(entity)?.Abilities.HasFlag(ability) == true;
}
