using IntegrationHost.Disks;
using IntegrationHost.Storage.Disk;
using IntegrationHost.Storage.Journal;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Journaling;

public sealed class When_the_disk_fails
{
    private const int Runs = 30;

    [Fact]
    public async Task A_failed_sync_stops_the_journal_for_good_and_says_so()
    {
        var disk = new FaultyDisk(LocalDisk.Instance);
        using var files = new JournalFolder();
        await using var journal = Journal(disk, files.Path);
        (await journal.AppendAsync("one")).ShouldBe(0);
        disk.Faults.FailSyncAfter(0);

        var told = await Should.ThrowAsync<StoreFailedException>(() => journal.AppendAsync("two"));
        told.Message.ShouldContain("input/output error");
        told.Message.ShouldContain(files.Path);
        Should.Throw<StoreFailedException>(() => journal.Put("three")).ShouldBe(told);
        journal.Failure.ShouldBe(told);
        journal.Bodies().ShouldBe(["one"], "what is not durable is not shown");
    }

    [Fact]
    public async Task A_failed_write_fails_everything_that_waits_in_order()
    {
        var disk = new FaultyDisk(LocalDisk.Instance);
        using var files = new JournalFolder();
        using var hold = new ManualResetEventSlim();
        var cancel = TestContext.Current.CancellationToken;
        await using var journal = Storage.Journal.Journal.Open(
            disk, files.Path, files.Options, 0, _ => hold.Wait(cancel));
        var failed = new List<FailingEntry>();
        journal.Put("one");
        while (journal.Durable == 0)
        {
            await Task.Yield();
        }

        disk.Faults.FailWriteAfter(0);
        var entries = Enumerable.Range(0, 20).Select(_ => new FailingEntry(new byte[900], failed)).ToArray();
        foreach (var entry in entries)
        {
            journal.Enqueue(entry);
        }

        hold.Set();
        await journal.DisposeAsync();
        failed.ShouldBe(entries);
    }

    [Fact]
    public async Task A_full_disk_stops_the_journal_for_good_and_says_so()
    {
        var disk = new FaultyDisk(LocalDisk.Instance);
        using var files = new JournalFolder();
        disk.Faults.FullAfter(2 * JournalFolder.SegmentBytes);
        var done = 0;
        var told = await Should.ThrowAsync<StoreFailedException>(async () =>
        {
            await using var journal = Journal(disk, files.Path);
            for (; done < 1000; done++)
            {
                await journal.AppendAsync($"{done} " + new string('x', 900));
            }
        });

        told.Message.ShouldContain("the disk is full");
        disk.Faults.MakeRoom();
        var bodies = await files.BodiesAsync();
        bodies.Length.ShouldBe(done);
        await files.FillAsync("on");
        (await files.BodiesAsync()).ShouldBe([.. bodies, "on"]);
    }

    [Fact]
    public async Task What_a_failed_sync_left_in_memory_is_on_the_disk_before_a_new_start_shows_it()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var dice = new Random(seed);
        for (var run = 0; run < Runs; run++)
        {
            var disk = new PlayedDisk(dice.Next());
            await using (var journal = Journal(disk, "/journal"))
            {
                await journal.AppendAsync("one");
                disk.Faults.FailSyncAfter(0);
                await Should.ThrowAsync<StoreFailedException>(() => journal.AppendAsync(new string('x', 3000)));
            }

            // The process starts anew over the same memory, and only then the power goes.
            using var again = new JournalFolder(disk);
            var shown = await again.BodiesAsync();
            shown[0].ShouldBe("one");
            using var after = new JournalFolder(disk.AfterPowerCut(dice));
            (await after.BodiesAsync()).ShouldBe(shown, $"seed {seed}, run {run}");
        }
    }

    [Fact]
    public void A_disk_that_fails_while_it_is_opened_makes_the_state_unusable()
    {
        var disk = new PlayedDisk(1);
        disk.Faults.FailSyncAfter(0);
        Should.Throw<StoreUnusableException>(() => Journal(disk, "/journal")).Message.ShouldContain("/journal");
    }

    [Fact]
    public async Task A_spare_that_could_not_be_made_in_the_background_is_made_when_it_is_needed()
    {
        var onSpares = new DiskFaults { Where = path => path.EndsWith(".spare", StringComparison.Ordinal) };
        var disk = new PlayedDisk(1) { Faults = onSpares };
        await using var journal = Journal(disk, "/journal");
        onSpares.FailWriteAfter(0);
        for (var put = 0; put < 20; put++)
        {
            await journal.AppendAsync(new string('x', 3000));
        }

        onSpares.Happened.ShouldBe(1);
        journal.Segments.Count.ShouldBeGreaterThan(3);
    }

    private static Storage.Journal.Journal Journal(IDisk disk, string path) => Storage.Journal.Journal.Open(
        disk, path, new JournalOptions { SegmentBytes = JournalFolder.SegmentBytes }, 0, group =>
        {
            foreach (var entry in group)
            {
                ((WaitingEntry)entry).Complete();
            }
        });

    private sealed class FailingEntry : JournalEntry
    {
        private readonly List<FailingEntry> _failed;

        public FailingEntry(byte[] body, List<FailingEntry> failed) => (Body, _failed) = (body, failed);

        public override void Fail(StoreFailedException why) => _failed.Add(this);
    }
}
