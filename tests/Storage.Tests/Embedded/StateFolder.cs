using IntegrationHost.Storage.Embedded;

namespace IntegrationHost.Storage.Tests.Embedded;

/// <summary>A data folder of its own for one test.</summary>
internal sealed class StateFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ihost-state-");

    public string Path => _folder.FullName;

    public string File => System.IO.Path.Combine(Path, "state.db");

    public string Mark => System.IO.Path.Combine(Path, "state.mark");

    public IReadOnlyList<string> Segments => FilesIn("journal", "*.seg");

    public IReadOnlyList<string> Snapshots => FilesIn("snapshots", "*.snapshot");

    public Task<EmbeddedStore> OpenAsync(TimeProvider time, CancellationToken cancel) =>
        EmbeddedStore.OpenAsync(Path, time, cancel);

    /// <summary>A state with written orders, an order that waits and some history.</summary>
    public async Task FillAsync(TimeProvider time, CancellationToken cancel)
    {
        await using var store = await OpenAsync(time, cancel);
        await store.FillAsync(cancel);
    }

    /// <summary>Changes a file as a fault of the disk would.</summary>
    public static void Damage(string path, Func<byte[], byte[]> change)
    {
        var bytes = System.IO.File.ReadAllBytes(path);
        System.IO.File.WriteAllBytes(path, change(bytes));
    }

    /// <summary>As if the machine had lost its power while the state was open.</summary>
    public void CutPower() => System.IO.File.WriteAllText(Mark, "2 another-start-of-the-machine");

    public void Dispose() => _folder.Delete(recursive: true);

    private string[] FilesIn(string folder, string pattern)
    {
        var path = System.IO.Path.Combine(Path, folder);
        return Directory.Exists(path) ? [.. Directory.GetFiles(path, pattern).Order(StringComparer.Ordinal)] : [];
    }
}
