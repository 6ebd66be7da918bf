using IntegrationHost.Disks;
using IntegrationHost.Storage.Journal;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Journaling;

public sealed class The_size_of_an_entry
{
    [Fact]
    public async Task The_largest_body_fits_with_small_ones_around_it()
    {
        using var folder = new JournalFolder();
        var largest = new byte[Frame.BodyMost];
        new Random(1).NextBytes(largest);
        await using (var journal = folder.Open())
        {
            journal.Put("before");
            journal.Enqueue(new WaitingEntry(largest));
            await journal.AppendAsync("behind");
        }

        await using var again = folder.Open();
        var frames = again.Scan(0).ToList();
        frames.Count.ShouldBe(3);
        frames[1].Body.Span.SequenceEqual(largest).ShouldBeTrue();
        again.Read(frames[1].Position).AsSpan().SequenceEqual(largest).ShouldBeTrue();
        again.BodyAt(frames[2].Position).ShouldBe("behind");
    }

    [Fact]
    public async Task A_larger_body_is_refused_before_anything_happens()
    {
        using var folder = new JournalFolder(new PlayedDisk(1));
        await using var journal = folder.Open();
        Should.Throw<ArgumentException>(() => journal.Enqueue(new WaitingEntry(new byte[Frame.BodyMost + 1])))
            .Message.ShouldContain($"{Frame.BodyMost}");
        journal.Next.ShouldBe(0);
        (await journal.AppendAsync("fits")).ShouldBe(0);
    }
}
