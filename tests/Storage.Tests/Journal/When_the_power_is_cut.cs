using System.Globalization;
using IntegrationHost.Disks;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Journaling;

public sealed class When_the_power_is_cut
{
    private const int Disks = 40;
    private const int CutsPerDisk = 6;
    private const int OperationsMost = 120;
    private const int EntriesPerLife = 300;
    private const int BodyMost = 700;

    [Fact]
    public async Task What_is_left_is_a_prefix_and_nothing_that_was_confirmed_is_lost()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var dice = new Random(seed);
        for (var disk = 0; disk < Disks; disk++)
        {
            await LiveAndDieAsync(dice, $"seed {seed}, disk {disk}");
        }
    }

    private static async Task LiveAndDieAsync(Random dice, string which)
    {
        var disk = new PlayedDisk(dice.Next());
        var life = new Life(0, 0);
        for (var cut = 0; cut < CutsPerDisk; cut++)
        {
            (disk, life) = await LiveAsync(disk, life, new Random(dice.Next()));
            life = await CheckAsync(disk, life, $"{which}, cut {cut}");
        }
    }

    /// <summary>Appends numbers until the power goes; what had been confirmed and dropped by then.</summary>
    private static async Task<(PlayedDisk After, Life Life)> LiveAsync(PlayedDisk disk, Life life, Random dice)
    {
        (PlayedDisk, Life)? end = null;
        var (gate, cutAt, cutDice) = (new Lock(), dice.Next(1, OperationsMost), new Random(dice.Next()));
        var (confirmed, dropped) = (life.Confirmed, life.Dropped);
        disk.BeforeOperation = operation =>
        {
            lock (gate)
            {
                if (operation >= cutAt)
                {
                    end ??= (disk.AfterPowerCut(cutDice), new Life(confirmed, dropped));
                }
            }
        };
        using var folder = new JournalFolder(disk) { Options = Small };
        await using (var journal = folder.Open())
        {
            var next = life.Confirmed;
            for (var put = 0; put < EntriesPerLife; put++)
            {
                var entry = journal.Put(Body(next++, dice));
                if (dice.Next(5) == 0)
                {
                    var position = await entry.Done;
                    lock (gate)
                    {
                        confirmed = next;
                        dropped = dice.Next(8) == 0 ? next - 1 : dropped;
                    }

                    if (dropped == next - 1)
                    {
                        journal.DropBefore(position);
                    }
                }
            }
        }

        return end ?? (disk.AfterPowerCut(cutDice), new Life(life.Confirmed + EntriesPerLife, dropped));
    }

    /// <summary>Opens what is left, twice, the second time after one more power cut; how many numbers there
    /// are.</summary>
    private static async Task<Life> CheckAsync(PlayedDisk disk, Life life, string which)
    {
        var found = await NumbersAsync(disk);
        found.ShouldBe(Enumerable.Range(found.Length == 0 ? life.Confirmed : found[0], found.Length), which);
        var count = found.Length == 0 ? life.Confirmed : found[^1] + 1;
        count.ShouldBeGreaterThanOrEqualTo(life.Confirmed, which);
        if (found.Length > 0)
        {
            found[0].ShouldBeLessThanOrEqualTo(life.Dropped, which);
        }

        (await NumbersAsync(disk.AfterPowerCut(new Random(count)))).ShouldBe(found, $"{which}, opened and cut again");
        return life with { Confirmed = count };
    }

    private static async Task<int[]> NumbersAsync(PlayedDisk disk)
    {
        using var folder = new JournalFolder(disk) { Options = Small };
        var bodies = await folder.BodiesAsync();
        return [.. bodies.Select(body => int.Parse(body.Split(' ')[0], CultureInfo.InvariantCulture))];
    }

    private static Storage.Journal.JournalOptions Small => new() { SegmentBytes = 8 << 10, GroupBytesMost = 2 << 10 };

    private static string Body(int number, Random dice) => $"{number} " + new string('x', dice.Next(BodyMost));

    private sealed record Life(int Confirmed, int Dropped);
}
