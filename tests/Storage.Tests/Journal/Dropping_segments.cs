using IntegrationHost.Storage.Journal;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Journaling;

public sealed class Dropping_segments : IDisposable
{
    private static readonly string[] Bodies =
        [.. Enumerable.Range(0, 60).Select(at => $"{at} " + new string('x', 1000))];

    private readonly JournalFolder _folder = new();

    [Fact]
    public async Task Whole_segments_before_the_position_go_and_the_rest_stays()
    {
        await _folder.FillAsync(Bodies);
        await using var journal = _folder.Open();
        var segments = journal.Segments;
        var bytes = journal.BytesOnDisk;

        journal.DropBefore(segments[0].End - 1).ShouldBe(0);
        journal.DropBefore(segments[2].Start).ShouldBe(2);

        journal.First.ShouldBe(segments[2].Start);
        journal.Segments.Select(segment => segment.Start).ShouldBe(segments.Skip(2).Select(segment => segment.Start));
        journal.BytesOnDisk.ShouldBe(bytes - segments[2].Start);
        File.Exists(segments[1].Path).ShouldBeFalse();
        journal.Bodies().ShouldBe(Bodies[^journal.Bodies().Length..]);
        Should.Throw<PositionDroppedException>(() => journal.Read(0)).Message.ShouldContain($"{journal.First}");
        Should.Throw<PositionDroppedException>(() => journal.Scan(0).First());
    }

    [Fact]
    public async Task The_last_one_never_goes()
    {
        await _folder.FillAsync(Bodies);
        await using (var journal = _folder.Open())
        {
            var before = journal.Segments.Count;
            journal.DropBefore(journal.Durable + 1).ShouldBe(before - 1);
            await journal.AppendAsync("on");
        }

        (await _folder.BodiesAsync())[^1].ShouldBe("on");
    }

    [Fact]
    public async Task A_scan_that_stands_in_a_dropped_segment_ends_it_and_says_that_the_next_is_gone()
    {
        await _folder.FillAsync(Bodies);
        await using var journal = _folder.Open();
        var seen = new List<long>();
        Should.Throw<PositionDroppedException>(() =>
        {
            foreach (var (position, _) in journal.Scan(0))
            {
                seen.Add(position);
                journal.DropBefore(journal.Segments[^1].Start);
            }
        });
        seen.Count.ShouldBe(15, "what one segment holds");
    }

    public void Dispose() => _folder.Dispose();
}
