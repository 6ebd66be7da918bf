using IntegrationHost.Storage.Journal;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Journaling;

public sealed class When_the_journal_is_damaged : IDisposable
{
    private const int Flips = 60;
    private const int Pages = 40;
    private const int PageBytes = 512;
    private const int Entries = 40;

    private readonly JournalFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // One by one, so that each is a group of its own and all but the last had been saved for sure.
    private static string[] Bodies { get; } =
        [.. Enumerable.Range(0, Entries).Select(at => $"{at} " + new string('x', 7 * at))];

    [Fact]
    public async Task A_flipped_bit_anywhere_before_the_last_entry_is_reported_with_file_and_position()
    {
        var positions = await _folder.FillAsync(Bodies);
        var file = Directory.GetFiles(_folder.Path).ShouldHaveSingleItem();
        var sound = await File.ReadAllBytesAsync(file, Cancel);
        var dice = Dice();

        // Every part of a frame's head, and the rest at random.
        var heads = Enumerable.Range(0, 24).Select(at => positions[at] + at);
        var random = Enumerable.Range(0, Flips).Select(_ => dice.NextInt64(positions[^1]));
        foreach (var at in heads.Concat(random))
        {
            var damaged = sound.ToArray();
            damaged[at] ^= (byte)(1 << dice.Next(8));
            await File.WriteAllBytesAsync(file, damaged, Cancel);

            var told = Should.Throw<StoreUnusableException>(() => _folder.Open(), $"flipped at {at}").Message;
            var position = positions.Last(start => start <= at);
            told.ShouldContain(file);
            told.ShouldContain($"position {position}:");
            told.ShouldContain("restore a backup");
            (await File.ReadAllBytesAsync(file, Cancel)).ShouldBe(damaged, "nothing may be changed");
        }

        await File.WriteAllBytesAsync(file, sound, Cancel);
        (await _folder.BodiesAsync()).ShouldBe(Bodies);
    }

    [Fact]
    public async Task A_zeroed_page_before_the_last_entry_is_reported()
    {
        var positions = await _folder.FillAsync(Bodies);
        var file = Directory.GetFiles(_folder.Path).ShouldHaveSingleItem();
        var sound = await File.ReadAllBytesAsync(file, Cancel);
        var dice = Dice();
        for (var page = 0; page < Pages; page++)
        {
            var at = dice.Next((int)positions[^1] - PageBytes);
            var damaged = sound.ToArray();
            damaged.AsSpan(at, PageBytes).Clear();
            await File.WriteAllBytesAsync(file, damaged, Cancel);

            Should.Throw<StoreUnusableException>(() => _folder.Open(), $"zeroed at {at}");
        }
    }

    [Fact]
    public async Task A_damaged_end_is_reported_where_the_caller_knows_that_it_was_durable()
    {
        var positions = await _folder.FillAsync("one", "two");
        var file = Directory.GetFiles(_folder.Path).ShouldHaveSingleItem();
        Flip(file, positions[1] + 24);

        Should.Throw<StoreUnusableException>(() => _folder.Open(knownDurable: positions[1] + 1))
            .Message.ShouldContain($"position {positions[1]}:");
        (await _folder.BodiesAsync(knownDurable: positions[1])).ShouldBe(["one"]);
    }

    [Fact]
    public void A_missing_journal_is_reported_where_the_caller_knows_that_there_was_one()
    {
        Should.Throw<StoreUnusableException>(() => _folder.Open(knownDurable: 1)).Message.ShouldContain("missing");
        Directory.GetFiles(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_under_the_name_of_another_is_reported_and_not_cut()
    {
        await _folder.FillAsync("one");
        var file = Directory.GetFiles(_folder.Path).ShouldHaveSingleItem();
        File.Move(file, Path.Combine(_folder.Path, "0000000000000010.seg"));

        Should.Throw<StoreUnusableException>(() => _folder.Open()).Message.ShouldContain("belongs to position 0");
    }

    [Fact]
    public async Task More_rubbish_than_one_interrupted_write_can_leave_is_reported()
    {
        await _folder.FillAsync("one");
        var file = Directory.GetFiles(_folder.Path).ShouldHaveSingleItem();
        await using (var stream = File.OpenWrite(file))
        {
            stream.Seek(100, SeekOrigin.Begin);
            var rubbish = new byte[1 << 20];
            rubbish.AsSpan().Fill(7);
            var megabytes = ((JournalOptions.GroupBytesLimit + Frame.BodyMost) >> 20) + 2;
            for (var written = 0; written < megabytes; written++)
            {
                await stream.WriteAsync(rubbish, Cancel);
            }
        }

        Should.Throw<StoreUnusableException>(() => _folder.Open()).Message.ShouldContain("unreadable");
    }

    public void Dispose() => _folder.Dispose();

    private static void Flip(string file, long at)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[at] ^= 1;
        File.WriteAllBytes(file, bytes);
    }

    private static Random Dice()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        return new Random(seed);
    }
}
