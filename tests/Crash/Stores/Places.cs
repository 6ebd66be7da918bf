using IntegrationHost.Tests.Servers;

namespace IntegrationHost.Crash.Stores;

/// <summary>Where states are: folders, or databases of a server that is killed too.</summary>
internal abstract class Places : IAsyncDisposable
{
    /// <summary>A place for one more state.</summary>
    public abstract Task<string> NewAsync(CancellationToken cancel);

    /// <summary>Ends whatever keeps the state, without a word, and brings it back.</summary>
    /// <param name="meanwhile">What happens while it is gone.</param>
    /// <param name="cancel">Gives it up.</param>
    public abstract Task KillAsync(Action meanwhile, CancellationToken cancel);

    public abstract ValueTask DisposeAsync();

    public static async Task<Places> OfAsync(string store, string folder, CancellationToken cancel) =>
        store == StoreDoors.Postgres
            ? new Databases(await PostgresServer.StartAsync(cancel))
            : new Folders(folder);

    private sealed class Folders(string folder) : Places
    {
        private int _states;

        public override Task<string> NewAsync(CancellationToken cancel) =>
            Task.FromResult(Path.Combine(folder, $"state-{_states++}"));

        public override Task KillAsync(Action meanwhile, CancellationToken cancel)
        {
            meanwhile(); // Nobody but the process itself keeps files.
            return Task.CompletedTask;
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Databases(PostgresServer server) : Places
    {
        public override Task<string> NewAsync(CancellationToken cancel) => server.NewDatabaseAsync(cancel);

        public override async Task KillAsync(Action meanwhile, CancellationToken cancel)
        {
            await server.StopAsync(cancel);
            meanwhile();
            await server.StartAgainAsync(cancel);
        }

        public override ValueTask DisposeAsync() => server.DisposeAsync();
    }
}
