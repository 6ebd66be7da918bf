using IntegrationHost.Connectors;
using IntegrationHost.Simulation.Defects;
using IntegrationHost.Simulation.Invariants;

namespace IntegrationHost.Simulation.Hosting;

/// <summary>A real connector, watched: the run sees each page a feed gives, and a planted defect may stand in
/// between.</summary>
internal class WatchedConnector(IConnector connector, Defect defect, Watch watch)
    : IChangeFeed, IRecordReader, IRecordWriter
{
    private readonly IChangeFeed _feed = (IChangeFeed)connector;
    private readonly IRecordReader _reader = (IRecordReader)connector;
    private readonly IRecordWriter _writer = (IRecordWriter)connector;

    public IReadOnlyList<EntityInfo> Entities => connector.Entities;

    protected Defect Planted => defect;

    public Task<Health> CheckAsync(CancellationToken cancel) => connector.CheckAsync(cancel);

    public async Task<ChangePage> ReadChangesAsync(string entity, Cursor after, CancellationToken cancel)
    {
        ChangePage? whole = null;
        var page = await defect.ReadChangesAsync(
            async () => whole = await _feed.ReadChangesAsync(entity, after, cancel));
        watch.PageRead(entity, whole ?? page);
        return page;
    }

    public Task<IReadOnlyList<Found>> ReadAsync(string entity, IReadOnlyList<string> ids, CancellationToken cancel) =>
        defect.ReadAsync(entity, () => _reader.ReadAsync(entity, ids, cancel));

    public Task<IReadOnlyList<Match>> FindAsync(
        string entity, string field, IReadOnlyList<string> values, CancellationToken cancel) =>
        _reader.FindAsync(entity, field, values, cancel);

    public Task<Outcome> ApplyAsync(Write write, CancellationToken cancel) =>
        defect.ApplyAsync(write, changed => SendAsync(changed, cancel));

    public Task<Recovery> RecoverAsync(Write write, CancellationToken cancel) =>
        defect.RecoverAsync(write, () =>
        {
            watch.Writes.IsAsked(write);
            return _writer.RecoverAsync(write, cancel);
        });

    public ValueTask DisposeAsync() => connector.DisposeAsync();

    private async Task<Outcome> SendAsync(Write write, CancellationToken cancel)
    {
        watch.Writes.IsSent(write, Entities.First(entity => entity.Name == write.Entity));
        var outcome = await _writer.ApplyAsync(write, cancel);
        watch.Writes.IsAnswered(write);
        watch.Answered(write, outcome);
        return outcome;
    }
}

/// <summary>Where a watched connector tells what it sees.</summary>
/// <param name="PageRead">A page of a feed, by entity.</param>
/// <param name="Writes">Sees what is sent.</param>
/// <param name="Answered">What became of a write.</param>
internal sealed record Watch(
    Action<string, ChangePage> PageRead, OnceOnly Writes, Action<Write, Outcome> Answered);
