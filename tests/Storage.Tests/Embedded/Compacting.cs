using System.Security.Cryptography;
using IntegrationHost.Storage.Disk;
using IntegrationHost.Storage.Embedded;
using IntegrationHost.Storage.Embedded.Frames;
using IntegrationHost.Storage.Embedded.Keeping;
using IntegrationHost.Storage.Embedded.Projecting;
using IntegrationHost.Storage.Embedded.Rows;
using IntegrationHost.Storage.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Embedded;

public sealed class Compacting : IDisposable
{
    private const int Rows = 4000;

    private readonly StateFolder _folder = new();
    private readonly EmbeddedOptions _options;

    public Compacting() => _options = new EmbeddedOptions(_folder.Path) { CompactFromBytes = 0 };

    [Fact]
    public void A_projection_that_is_mostly_free_becomes_small_and_keeps_every_row()
    {
        Fill(keep: 100);
        var before = new FileInfo(_folder.File).Length;

        new Compaction(_options).Run().ShouldBeTrue();

        new FileInfo(_folder.File).Length.ShouldBeLessThan(before / 4);
        using var file = Open();
        file.Applied.ShouldBe(2);
        file.All(Table.Values).Select(row => row.Id.Key).Order(StringComparer.Ordinal)
            .ShouldBe(Enumerable.Range(0, 100).Select(KeyOf));
        file.All(Table.Values).ShouldAllBe(row => row.Image!.Length == 1000);
    }

    [Fact]
    public void A_projection_that_is_full_stays_as_it_is()
    {
        Fill(keep: Rows);
        new Compaction(_options).Run().ShouldBeFalse();
    }

    [Fact]
    public void A_small_one_stays_as_it_is()
    {
        Fill(keep: 100);
        new Compaction(_options with { CompactFromBytes = 64 << 20 }).Run().ShouldBeFalse();
    }

    [Fact]
    public void What_a_crash_left_of_a_compaction_goes_at_the_next_start()
    {
        Fill(keep: 100);
        File.WriteAllText(_folder.File + ".compact", "half of it");
        File.WriteAllText(_folder.File + ".compact.log", "half of it");

        new Compaction(_options).Run().ShouldBeTrue();

        Directory.GetFiles(_folder.Path, "*.compact*").ShouldBeEmpty();
        using var file = Open();
        file.All(Table.Values).Count.ShouldBe(100);
    }

    [Fact]
    public async Task A_store_opens_after_it_as_before()
    {
        var cancel = TestContext.Current.CancellationToken;
        await _folder.FillAsync(new FakeTimeProvider(Some.Morning), cancel);
        await using (var store = await EmbeddedStore.OpenAsync(_options, cancel))
        {
            (await store.History.FindAsync("#1042", cancel)).ShouldNotBeEmpty();
        }

        Fill(keep: 0, from: 1_000_000);
        await using var again = await EmbeddedStore.OpenAsync(_options, cancel);
        (await again.History.FindAsync("#1042", cancel)).ShouldNotBeEmpty();
        again.Told.ShouldBeNull();
    }

    public void Dispose() => _folder.Dispose();

    private ProjectionFile Open() => ProjectionFile.Open(LocalDisk.Instance, _folder.File, _options.Seal);

    private static string KeyOf(int number) => $"{number:D7}";

    // Writes rows and deletes all but some of them again.
    private void Fill(int keep, int from = 0)
    {
        using var file = Open();
        var applied = file.Applied;
        var keys = Enumerable.Range(from, Rows).Select(KeyOf).Select(key => new RowId(Table.Values, key)).ToArray();
        var rows = keys.Select(key => new RowImage(key, RandomNumberGenerator.GetBytes(1000))).ToArray();
        file.Apply(rows, Math.Max(applied, 1), () => { });
        file.Apply([.. keys.Skip(keep).Select(key => new RowImage(key, null))], Math.Max(applied, 2), () => { });
        file.Checkpoint();
    }
}
