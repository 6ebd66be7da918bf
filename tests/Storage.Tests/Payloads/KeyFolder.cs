using IntegrationHost.Storage.Payloads;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHost.Storage.Tests.Payloads;

/// <summary>A key folder of its own for one test, with a ring and a clock that stands in November 2026.</summary>
internal sealed class KeyFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ihost-keys-").FullName;

    public TestRing Ring { get; } = new();

    public RealDisk Disk { get; } = new();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));

    public string[] Files => [.. Directory.EnumerateFiles(Path).Order(StringComparer.Ordinal)];

    /// <summary>The keys as a host that starts now finds them.</summary>
    public PayloadKeys Open(IKeyWrap? ring = null) => PayloadKeys.Open(Disk, Path, ring ?? Ring, Time);

    public EncryptedSeal Seal() => new(Open());

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
