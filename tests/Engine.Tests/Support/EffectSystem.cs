using IntegrationHost.Connectors;

namespace IntegrationHost.Engine.Tests.Support;

/// <summary>A target that counts what it did. Every kind of write is here once: one that may be repeated, one that
/// makes a record each time it is called, one that takes two calls, and one that goes in batches.</summary>
internal sealed class EffectSystem : IBatchRecordWriter
{
    public const string Upsert = "upsert";
    public const string Single = "single";
    public const string Multi = "multi";
    public const string Batch = "batch";

    private readonly Lock _gate = new();
    private readonly List<(string Entity, string Mark)> _effects = [];

    public IReadOnlyList<EntityInfo> Entities { get; } =
    [
        new(Upsert, "externalId", Abilities.Create | Abilities.Update),
        new(Batch, "externalId", Abilities.Create | Abilities.Update),
        new(Single, "id", Abilities.Create | Abilities.Update) { CreateNature = WriteNature.NeedsIntent },
        new(Multi, "id", Abilities.Create | Abilities.Update) { CreateNature = WriteNature.NeedsIntent },
    ];

    public Func<Task> BeforeCall { get; set; } = () => Task.CompletedTask;

    public Func<Task> BetweenSteps { get; set; } = () => Task.CompletedTask;

    public Func<Task> AfterCommit { get; set; } = () => Task.CompletedTask;

    /// <summary>True: it does not find its own writes again.</summary>
    public bool Forgets { get; init; }

    /// <summary>How often each effect took place, by what it was: one record made, or one step of it.</summary>
    public IReadOnlyList<int> Counts()
    {
        lock (_gate)
        {
            return [.. _effects.GroupBy(effect => effect.Entity == Multi ? effect.Mark[^2..] : "")
                .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Count())];
        }
    }

    public int BatchSizeOf(string entity) => entity == Batch ? 10 : 1;

    public async Task<IReadOnlyList<Outcome>> ApplyManyAsync(IReadOnlyList<Write> writes, CancellationToken cancel)
    {
        var outcomes = new List<Outcome>();
        foreach (var write in writes)
        {
            outcomes.Add(await ApplyAsync(write, cancel));
        }

        return outcomes;
    }

    public async Task<Outcome> ApplyAsync(Write write, CancellationToken cancel)
    {
        await BeforeCall().WaitAsync(cancel);
        switch (write.Entity)
        {
            case Multi:
                Once(Multi, write.Step(1));
                await BetweenSteps().WaitAsync(cancel);
                Once(Multi, write.Step(2));
                break;
            case Single:
                lock (_gate)
                {
                    _effects.Add((Single, write.Key));
                }

                break;
            default:
                Once(write.Entity, write.Record.Text("externalId"));
                break;
        }

        await AfterCommit().WaitAsync(cancel);
        return new Outcome.Created("1", "1");
    }

    public Task<Recovery> RecoverAsync(Write write, CancellationToken cancel) => Task.FromResult<Recovery>(
        Forgets ? new Recovery.NotWritten()
        : write.Entity == Multi ? (Has(Multi, write.Step(1)), Has(Multi, write.Step(2))) switch
        {
            (true, true) => new Recovery.Landed(new Outcome.Created("1", "1")),
            (true, false) => new Recovery.Partly("the first step stands"),
            _ => new Recovery.NotWritten(),
        }
        : Has(write.Entity, write.Entity == Single ? write.Key : write.Record.Text("externalId"))
            ? new Recovery.Landed(new Outcome.Created("1", "1"))
            : new Recovery.NotWritten());

    public Task<Health> CheckAsync(CancellationToken cancel) => Task.FromResult(new Health(true, "in memory"));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Once(string entity, string mark)
    {
        lock (_gate)
        {
            if (!_effects.Contains((entity, mark)))
            {
                _effects.Add((entity, mark));
            }
        }
    }

    private bool Has(string entity, string mark)
    {
        lock (_gate)
        {
            return _effects.Contains((entity, mark));
        }
    }
}
