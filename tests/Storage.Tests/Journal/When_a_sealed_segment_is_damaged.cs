using Shouldly;

namespace IntegrationHost.Storage.Tests.Journaling;

public sealed class When_a_sealed_segment_is_damaged : IDisposable
{
    private static readonly string[] Bodies =
        [.. Enumerable.Range(0, 60).Select(at => $"{at} " + new string('x', 1000))];

    private readonly JournalFolder _folder = new();

    [Fact]
    public async Task A_shortened_one_is_reported_when_it_is_opened()
    {
        var files = await FillAsync();
        Resize(files[1], length => length - 1);

        Should.Throw<StoreUnusableException>(() => _folder.Open()).Message.ShouldContain(files[1]);
    }

    [Fact]
    public async Task One_that_goes_on_into_the_next_is_reported_when_it_is_opened()
    {
        var files = await FillAsync();
        Resize(files[1], length => length + 1);

        Should.Throw<StoreUnusableException>(() => _folder.Open()).Message.ShouldContain(files[1]);
    }

    [Fact]
    public async Task A_missing_one_in_the_middle_is_reported_when_it_is_opened()
    {
        var files = await FillAsync();
        File.Delete(files[1]);

        Should.Throw<StoreUnusableException>(() => _folder.Open()).Message.ShouldContain("a file is missing");
    }

    [Fact]
    public async Task A_missing_last_one_is_reported_where_the_caller_knows_that_it_was_durable()
    {
        var files = await FillAsync();
        var known = Convert.ToInt64(Path.GetFileNameWithoutExtension(files[^1]), 16) + 1;
        File.Delete(files[^1]);

        Should.Throw<StoreUnusableException>(() => _folder.Open(known)).Message.ShouldContain($"{known}");
    }

    [Fact]
    public async Task A_flipped_bit_is_reported_when_the_entry_is_read_and_never_skipped_by_a_scan()
    {
        var files = await FillAsync();
        var bytes = await File.ReadAllBytesAsync(files[1], TestContext.Current.CancellationToken);
        bytes[2000] ^= 4;
        await File.WriteAllBytesAsync(files[1], bytes, TestContext.Current.CancellationToken);
        await using var journal = _folder.Open();
        var start = journal.Segments[1].Start;
        var seen = new List<long>();

        var told = Should.Throw<StoreUnusableException>(
            () => seen.AddRange(journal.Scan(0).Select(frame => frame.Position)));
        var bad = seen[^1] + 24 + journal.Read(seen[^1]).Length;
        told.Message.ShouldContain($"position {bad}:");
        bad.ShouldBeInRange(start, start + 2000);
        Should.Throw<StoreUnusableException>(() => journal.Read(bad)).Message.ShouldContain(files[1]);
    }

    [Fact]
    public async Task A_position_where_no_entry_begins_is_reported()
    {
        await FillAsync();
        await using var journal = _folder.Open();
        Should.Throw<StoreUnusableException>(() => journal.Read(1));
        Should.Throw<StoreUnusableException>(() => journal.Scan(1).Count());
        Should.Throw<ArgumentOutOfRangeException>(() => journal.Read(journal.Durable));
        journal.Scan(journal.Durable).ShouldBeEmpty();
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string[]> FillAsync()
    {
        await _folder.FillAsync(Bodies);
        var files = Directory.GetFiles(_folder.Path, "*.seg").Order(StringComparer.Ordinal).ToArray();
        files.Length.ShouldBeGreaterThan(3);
        return files;
    }

    private static void Resize(string file, Func<long, long> to)
    {
        using var stream = File.OpenWrite(file);
        stream.SetLength(to(stream.Length));
    }
}
