using IntegrationHost.Connectors;
using IntegrationHost.Engine.Connections;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Problems;

using IntegrationHost.Limits;
using IntegrationHost.Mapping;

namespace IntegrationHost.Engine.Delivery;

/// <summary>Reads back, for many written records at once, what their scripts expect the target to show. A difference
/// is a problem of a record that is written all the same; it is never mended by a hidden second write.</summary>
internal sealed class ExpectationCheck(
    FlowDefinition flow, IConnector target, Circuit circuit, EngineOptions options, TimeProvider time)
{
    private const int IdsMost = 100;
    private readonly Dictionary<string, Collector<string, Found?>> _readers = [];

    public async Task<Checked> CheckAsync(
        string entity, string id, IReadOnlyList<Expectation> expectations, CancellationToken cancel)
    {
        if (expectations.Count == 0 || ReaderOf(entity) is not { } reader)
        {
            return new Checked(null, []);
        }

        using var _ = WorkPriority.Use(flow.Priority);
        var found = await reader.AskAsync(id, cancel);
        var problems = expectations
            .Where(wanted => found?.Record.NumberOrNull(wanted.Field) != wanted.Amount)
            .Select(wanted => ProblemNotes.TotalDiffers(flow, wanted, found?.Record.NumberOrNull(wanted.Field)))
            .ToArray();
        return new Checked(found?.Version, problems);
    }

    private Collector<string, Found?>? ReaderOf(string entity)
    {
        if (target is not IRecordReader reader
            || !reader.Entities.Any(known => known.Name == entity && known.Abilities.HasFlag(Abilities.Read)))
        {
            return null;
        }

        lock (_readers)
        {
            if (!_readers.TryGetValue(entity, out var collector))
            {
                collector = new Collector<string, Found?>(
                    IdsMost, options.LingerFor, time, (ids, cancel) => ReadAsync(reader, entity, ids, cancel));
                _readers.Add(entity, collector);
            }

            return collector;
        }
    }

    private async Task<IReadOnlyList<Found?>> ReadAsync(
        IRecordReader reader, string entity, IReadOnlyList<string> ids, CancellationToken cancel)
    {
        var distinct = ids.Distinct().ToArray();
        var found = (await circuit.RunAsync(token => reader.ReadAsync(entity, distinct, token), cancel))
            .ToDictionary(record => record.Id);
        return [.. ids.Select(id => found.GetValueOrDefault(id))];
    }
}

/// <summary>What a read-back showed.</summary>
/// <param name="Version">The record's version after the write, where it was read.</param>
/// <param name="Problems">What differs.</param>
internal sealed record Checked(string? Version, IReadOnlyList<ProblemNote> Problems);
