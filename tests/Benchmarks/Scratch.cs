using IntegrationHost.Storage.Embedded;

namespace IntegrationHost.Benchmarks;

/// <summary>A folder for one measurement, gone afterwards.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ihost-bench-");

    public string Path => _folder.FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public Task<EmbeddedStore> OpenAsync(EmbeddedOptions? options = null) =>
        EmbeddedStore.OpenAsync((options ?? new EmbeddedOptions("")) with { Folder = File("data") }, default);

    public long Bytes() => _folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    public long Bytes(string folder) => new DirectoryInfo(File($"data/{folder}")) is { Exists: true } found
        ? found.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length)
        : 0;

    public void Dispose() => _folder.Delete(recursive: true);
}
