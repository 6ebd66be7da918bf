using Shouldly;

namespace IntegrationHost.Storage.Tests.Journaling;

public sealed class When_the_end_of_the_journal_is_torn : IDisposable
{
    private readonly JournalFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_torn_tail_of_every_length_is_cut_and_the_rest_is_kept(bool isShorter)
    {
        var last = (await _folder.FillAsync("one", "two", new string('z', 40)))[^1];
        var file = Directory.GetFiles(_folder.Path).ShouldHaveSingleItem();
        var sound = await File.ReadAllBytesAsync(file, Cancel);
        for (var kept = 0; kept < 24 + 40; kept++)
        {
            var torn = sound.ToArray();
            torn.AsSpan((int)last + kept).Clear();
            await File.WriteAllBytesAsync(file, isShorter ? torn[..((int)last + kept)] : torn, Cancel);

            (await _folder.BodiesAsync()).ShouldBe(["one", "two"], $"{kept} bytes of the last one were left");
            (await _folder.FillAsync("on")).ShouldBe([last]);
            (await _folder.BodiesAsync()).ShouldBe(["one", "two", "on"]);
        }
    }

    [Fact]
    public async Task Rubbish_behind_the_end_is_cut_so_that_it_never_comes_back()
    {
        await _folder.FillAsync("one");
        var file = Directory.GetFiles(_folder.Path).ShouldHaveSingleItem();
        var bytes = await File.ReadAllBytesAsync(file, Cancel);
        bytes.AsSpan(27).Fill(0xEE);
        await File.WriteAllBytesAsync(file, bytes, Cancel);

        (await _folder.BodiesAsync()).ShouldBe(["one"]);
        (await File.ReadAllBytesAsync(file, Cancel))[27..].ShouldAllBe(value => value == 0);
    }

    [Fact]
    public async Task An_entry_whose_group_was_torn_before_it_is_cut_along()
    {
        // Three in one group: none of them had been saved when they were written.
        using var hold = new ManualResetEventSlim();
        await using (var journal = Storage.Journal.Journal.Open(
            _folder.Disk, _folder.Path, _folder.Options, 0, _ => hold.Wait(Cancel)))
        {
            journal.Put("first");
            while (journal.Durable == 0)
            {
                await Task.Yield();
            }

            journal.Put("a");
            journal.Put("b");
            journal.Put("c");
            hold.Set();
        }

        var file = Directory.GetFiles(_folder.Path).ShouldHaveSingleItem();
        var bytes = await File.ReadAllBytesAsync(file, Cancel);
        bytes[24 + 5 + 24 + 1 + 24] ^= 1; // The body of "b".
        await File.WriteAllBytesAsync(file, bytes, Cancel);

        (await _folder.BodiesAsync()).ShouldBe(["first", "a"]);
        await _folder.FillAsync("d");
        (await _folder.BodiesAsync()).ShouldBe(["first", "a", "d"]);
    }

    [Fact]
    public async Task A_spare_that_was_never_used_is_thrown_away()
    {
        await _folder.FillAsync("one");
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "next.spare"), "half", Cancel);

        (await _folder.BodiesAsync()).ShouldBe(["one"]);
        Directory.GetFiles(_folder.Path).Length.ShouldBe(1);
    }

    public void Dispose() => _folder.Dispose();
}
