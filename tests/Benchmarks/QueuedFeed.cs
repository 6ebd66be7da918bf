using System.Globalization;
using IntegrationHost.Connectors;
using IntegrationHost.Records;

namespace IntegrationHost.Benchmarks;

/// <summary>A feed that has everything at once.</summary>
internal sealed class QueuedFeed(int records) : IChangeFeed
{
    public IReadOnlyList<EntityInfo> Entities { get; } = [new EntityInfo("order", "id", Abilities.Changes)];

    public Task<Health> CheckAsync(CancellationToken cancel) => Task.FromResult(new Health(true, ""));

    public Task<ChangePage> ReadChangesAsync(string entity, Cursor after, CancellationToken cancel)
    {
        Change[] all = after.Since is null ? [] : [.. Enumerable.Range(1, records).Select(Of)];
        return Task.FromResult(new ChangePage(all, new Cursor("1"), false));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Change Of(int number)
    {
        var id = number.ToString(CultureInfo.InvariantCulture);
        return new Change("order", id, "1") { Record = Record.Parse($$"""{"id":"{{id}}"}""") };
    }
}
