using IntegrationHost.Disks;
using IntegrationHost.Storage.Disk;
using IntegrationHost.Storage.Journal;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Journaling;

public sealed class Appending_to_the_journal : IDisposable
{
    private readonly JournalFolder _folder = new();

    [Fact]
    public async Task What_was_appended_is_read_back_by_its_position_and_by_a_scan()
    {
        await using var journal = _folder.Open();
        var first = await journal.AppendAsync("one");
        var second = await journal.AppendAsync("two");

        first.ShouldBe(0);
        second.ShouldBe(Frame.Head + 3);
        journal.BodyAt(second).ShouldBe("two");
        journal.Bodies().ShouldBe(["one", "two"]);
        journal.Scan(second).ShouldHaveSingleItem().Position.ShouldBe(second);
        journal.Durable.ShouldBe(journal.Next);
    }

    [Fact]
    public async Task Reopening_appends_on()
    {
        await _folder.FillAsync("one", "two");
        await _folder.FillAsync("three");

        (await _folder.BodiesAsync()).ShouldBe(["one", "two", "three"]);
    }

    [Fact]
    public async Task A_marker_completes_after_everything_before_it_and_leaves_nothing()
    {
        await using var journal = _folder.Open();
        var one = journal.Put("one");
        var marker = journal.Put("");
        var two = journal.Put("two");
        await two.Done;

        marker.Position.ShouldBe(two.Position);
        _folder.Completed.ShouldBe([one, marker, two]);
        journal.Bodies().ShouldBe(["one", "two"]);
    }

    [Fact]
    public async Task A_marker_alone_needs_nothing_of_the_disk()
    {
        var disk = new FaultyDisk(LocalDisk.Instance);
        await using var journal = Storage.Journal.Journal.Open(
            disk, _folder.Path, _folder.Options, 0, group => ((WaitingEntry)group[0]).Complete());
        disk.Faults.FailSyncAfter(0);
        disk.Faults.FailWriteAfter(0);

        (await journal.AppendAsync("")).ShouldBe(0);
        journal.Failure.ShouldBeNull();
    }

    [Fact]
    public async Task Closing_writes_what_waits_and_takes_no_more()
    {
        var journal = _folder.Open();
        var waiting = Enumerable.Range(0, 100).Select(at => journal.Put($"{at}")).ToList();
        await journal.DisposeAsync();

        waiting.ShouldAllBe(entry => entry.Done.IsCompletedSuccessfully);
        Should.Throw<StoreFailedException>(() => journal.Put("late")).Message.ShouldContain("closed");
        (await _folder.BodiesAsync()).Length.ShouldBe(100);
    }

    [Fact]
    public async Task It_rolls_into_new_segments_and_positions_go_on()
    {
        var bodies = Enumerable.Range(0, 100).Select(at => $"{at} " + new string('x', 900)).ToArray();
        var positions = await _folder.FillAsync(bodies);

        await using var journal = _folder.Open();
        journal.Segments.Count.ShouldBeGreaterThan(4);
        journal.Segments.Zip(journal.Segments.Skip(1)).ShouldAllBe(pair => pair.First.End == pair.Second.Start);
        journal.Bodies().ShouldBe(bodies);
        positions.Select(journal.BodyAt).ShouldBe(bodies);
    }

    public void Dispose() => _folder.Dispose();
}
