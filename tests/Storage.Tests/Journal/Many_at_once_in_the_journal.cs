using System.Collections.Concurrent;
using System.Text;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Journaling;

public sealed class Many_at_once_in_the_journal : IDisposable
{
    private readonly JournalFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_waits_while_a_group_is_written_goes_into_one_group_in_its_order()
    {
        var (groups, completed) = (new List<int>(), new List<long>());
        using var hold = new ManualResetEventSlim();
        await using (var journal = OpenHeld(group =>
        {
            hold.Wait(Cancel);
            groups.Add(group.Count);
            completed.AddRange(group.Select(entry => entry.Position));
        }))
        {
            await PutOneAsync(journal);
            Enumerable.Range(0, 50).ToList().ForEach(at => journal.Put($"{at}"));
            hold.Set();
        }

        groups.ShouldBe([1, 50]);
        completed.ShouldBe(completed.Order());
        (await _folder.BodiesAsync())[1..].ShouldBe(Enumerable.Range(0, 50).Select(at => $"{at}"));
    }

    [Fact]
    public async Task A_group_larger_than_the_rest_of_the_segment_goes_whole_into_the_next()
    {
        using var hold = new ManualResetEventSlim();
        await using (var journal = OpenHeld(_ => hold.Wait(Cancel)))
        {
            await PutOneAsync(journal);
            Enumerable.Range(0, 20).ToList().ForEach(_ => journal.Put(new string('x', 1000)));
            hold.Set();
        }

        await using var again = _folder.Open();
        var last = again.Segments[^1];
        last.Start.ShouldBe(1024 * 12 + 27, "three groups of four entries fit behind the first entry");
        again.Scan(0).ShouldContain(frame => frame.Position == last.Start);
        again.Bodies().Length.ShouldBe(21);
    }

    [Fact]
    public async Task Two_hundred_and_fifty_six_callers_find_their_own_entries()
    {
        const int Callers = 256;
        const int Each = 40;
        await using var journal = _folder.Open();
        using var mailbox = new BlockingCollection<WaitingEntry>();
        var owner = new Thread(() =>
        {
            foreach (var entry in mailbox.GetConsumingEnumerable())
            {
                journal.Enqueue(entry);
            }
        });
        owner.Start();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var at = 0; at < Each; at++)
            {
                var body = $"{caller}/{at}";
                var entry = new WaitingEntry(Encoding.UTF8.GetBytes(body));
                mailbox.Add(entry, Cancel);
                journal.BodyAt(await entry.Done).ShouldBe(body);
            }
        }, Cancel)));
        mailbox.CompleteAdding();
        owner.Join();

        var bodies = journal.Bodies();
        bodies.Length.ShouldBe(Callers * Each);
        foreach (var ofCaller in bodies.GroupBy(body => body.Split('/')[0]))
        {
            ofCaller.Select(body => body.Split('/')[1]).ShouldBe(Enumerable.Range(0, Each).Select(at => $"{at}"));
        }
    }

    [Fact]
    public async Task No_more_waits_than_the_bounds_say()
    {
        const int WaitingMost = 8;
        var (completed, most) = (0, 0);
        var options = _folder.Options with { QueuedMost = WaitingMost, GroupBytesMost = 200 };
        await using (var journal = Storage.Journal.Journal.Open(
            _folder.Disk, _folder.Path, options, 0, group => Interlocked.Add(ref completed, group.Count)))
        {
            for (var put = 1; put <= 500; put++)
            {
                journal.Put(new string('x', 100));
                most = Math.Max(most, put - Volatile.Read(ref completed));
            }
        }

        completed.ShouldBe(500);
        most.ShouldBeInRange(2, WaitingMost + 1, "those that wait, and the group that is being written");
    }

    [Fact]
    public async Task Readers_see_everything_durable_and_sound_while_it_grows_and_rolls()
    {
        await using var journal = _folder.Open();
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            var rounds = 0;
            for (; rounds == 0 || !done.IsCancellationRequested; rounds++)
            {
                var durable = journal.Durable;
                var bodies = journal.Bodies();
                bodies.Select(body => body.Split(' ')[0]).ShouldBe(
                    Enumerable.Range(0, bodies.Length).Select(at => $"{at}"));
                journal.Segments[^1].End.ShouldBeGreaterThanOrEqualTo(durable);
                journal.BytesOnDisk.ShouldBeGreaterThanOrEqualTo(durable);
            }

            return rounds;
        }, Cancel)).ToArray();
        for (var put = 0; put < 200; put++)
        {
            await journal.AppendAsync($"{put} " + new string('x', 500));
        }

        await done.CancelAsync();
        (await Task.WhenAll(readers)).ShouldAllBe(rounds => rounds > 0);
    }

    public void Dispose() => _folder.Dispose();

    private Storage.Journal.Journal OpenHeld(Action<IReadOnlyList<Storage.Journal.JournalEntry>> onDurable) =>
        Storage.Journal.Journal.Open(_folder.Disk, _folder.Path, _folder.Options, 0, onDurable);

    /// <summary>Returns when the first entry is durable, and the writer is held in telling of it.</summary>
    private static async Task PutOneAsync(Storage.Journal.Journal journal)
    {
        journal.Put("one");
        while (journal.Durable == 0)
        {
            await Task.Yield();
        }
    }
}
