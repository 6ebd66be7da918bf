using IntegrationHost.Storage.Embedded;
using IntegrationHost.Storage.Tests.Support;

namespace IntegrationHost.Storage.Tests.Embedded;

/// <summary>A data folder of its own for one test.</summary>
internal sealed class StateFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ihost-state-");

    public string Path => _folder.FullName;

    public string File => System.IO.Path.Combine(Path, "state.db");

    public Task<EmbeddedStore> OpenAsync(TimeProvider time, CancellationToken cancel) =>
        EmbeddedStore.OpenAsync(Path, time, cancel);

    /// <summary>A state with a written order, an order that waits and some history.</summary>
    public async Task FillAsync(TimeProvider time, CancellationToken cancel)
    {
        await using var store = await OpenAsync(time, cancel);
        await store.FillAsync(cancel);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
