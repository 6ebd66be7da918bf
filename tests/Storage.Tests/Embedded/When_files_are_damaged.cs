using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Embedded;
using IntegrationHost.Storage.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Embedded;

/// <summary>The projection can be lost: it is made anew. The journal cannot: its damage is told and nothing is
/// skipped.</summary>
public sealed class When_files_are_damaged : IDisposable
{
    private const int Turns = 40;
    private const int Many = 3000;

    private readonly StateFolder _folder = new();
    private readonly FakeTimeProvider _time = new(Some.Morning);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_projection_that_is_gone_is_made_anew_from_the_journal()
    {
        await _folder.FillAsync(_time, Cancel);
        await using (var untouched = await _folder.OpenAsync(_time, Cancel))
        {
            untouched.Told.ShouldBeNull();
        }

        File.Delete(_folder.File);
        await using (var store = await _folder.OpenAsync(_time, Cancel))
        {
            store.Told.ShouldNotBeNull().ShouldContain("made anew");
        }

        await ShouldBeFullAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.25)]
    [InlineData(0.95)]
    public async Task A_projection_that_lost_its_end_is_made_anew(double kept)
    {
        await _folder.FillAsync(_time, Cancel);
        StateFolder.Damage(_folder.File, bytes => bytes[..((int)(bytes.Length * kept / 8192) * 8192)]);
        await ShouldBeFullAsync();
    }

    [Fact]
    public async Task After_a_power_cut_the_projection_is_not_trusted_whatever_it_holds()
    {
        await _folder.FillAsync(_time, Cancel);
        StateFolder.Damage(_folder.File, bytes => [.. bytes[..8192], .. new byte[bytes.Length - 8192]]);
        _folder.CutPower();
        await ShouldBeFullAsync();
    }

    [Fact]
    public async Task A_row_that_rotted_is_noticed_when_it_is_read_and_healed_by_the_next_start()
    {
        var sides = Enumerable.Range(1, Many).Select(id => Some.InShop($"{id}")).ToArray();
        await FillWithManyAsync();
        StateFolder.Damage(_folder.File, WithLinksChanged);
        await using (var store = await _folder.OpenAsync(_time, Cancel))
        {
            store.Told.ShouldBeNull("nothing of it was read at the start");
            var failed = await Should.ThrowAsync<StoreFailedException>(async () =>
            {
                foreach (var side in sides)
                {
                    await store.Ledger.LinksAsync([side], Cancel);
                }
            });
            failed.Message.ShouldContain("not as it was written");
        }

        await using var healed = await _folder.OpenAsync(_time, Cancel);
        healed.Told.ShouldNotBeNull();
        (await healed.Ledger.LinksAsync(sides, Cancel)).Select(link => link.B.Id)
            .ShouldBe(Enumerable.Range(1, Many).Select(id => $"9{id}"));
    }

    [Fact]
    public async Task Wherever_the_projection_is_damaged_nothing_wrong_is_ever_answered()
    {
        await _folder.FillAsync(_time, Cancel);
        var whole = await File.ReadAllBytesAsync(_folder.File, Cancel);
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var dice = new Random(seed);
        for (var turn = 0; turn < Turns; turn++)
        {
            var damaged = whole.ToArray();
            dice.NextBytes(damaged.AsSpan(dice.Next(damaged.Length - 4096), 4096));
            await File.WriteAllBytesAsync(_folder.File, damaged, Cancel);
            _folder.CutPower();
            await ShouldBeFullAsync();
        }
    }

    [Fact]
    public async Task A_snapshot_that_rotted_is_passed_over_for_the_one_before()
    {
        await using (var store = await _folder.OpenAsync(_time, Cancel))
        {
            await store.Upkeep.BackupAsync(Stream.Null, Cancel);
            await store.FillAsync(Cancel);
            await store.Upkeep.BackupAsync(Stream.Null, Cancel);
        }

        _folder.Snapshots.Count.ShouldBe(2);
        StateFolder.Damage(_folder.Snapshots[1], bytes => [.. bytes[..^1], (byte)~bytes[^1]]);
        File.Delete(_folder.File);
        await ShouldBeFullAsync();
    }

    [Fact]
    public async Task Damage_in_the_journal_is_told_with_the_file_and_nothing_is_skipped()
    {
        await _folder.FillAsync(_time, Cancel);
        StateFolder.Damage(_folder.Segments[0], bytes =>
        {
            bytes[200] ^= 1;
            return bytes;
        });
        var refused = await Should.ThrowAsync<StoreUnusableException>(() => _folder.OpenAsync(_time, Cancel));
        refused.Message.ShouldContain(_folder.Segments[0]);
        refused.Message.ShouldContain("restore a backup");
    }

    [Fact]
    public async Task A_journal_that_is_gone_under_its_projection_is_told()
    {
        await _folder.FillAsync(_time, Cancel);
        File.Delete(_folder.Segments[0]);
        await Should.ThrowAsync<StoreUnusableException>(() => _folder.OpenAsync(_time, Cancel));
    }

    // Many links, so that most of their blocks stand on other pages than what is read at a start.
    private async Task FillWithManyAsync()
    {
        await using var store = await _folder.OpenAsync(_time, Cancel);
        await store.Inbox.AppendAsync(
            new Append([.. Enumerable.Range(1, Many).Select(id => Some.Change($"{id}"))]), Cancel);
        var lease = (await store.Inbox.TakeAsync(0, Cancel))!;
        var claim = await store.Inbox.ClaimAsync(
            lease, new ClaimRequest(Some.Morning, Many, new HashSet<string> { "orders" }), Cancel);
        await Task.WhenAll(claim.Records.Select(claimed => (claimed.Record, Id: claimed.Record.Id))
            .Select(order => store.Ledger.SettleAsync(lease, new Settlement(
                order.Record, long.MaxValue, Some.Entry(), Some.Link(order.Id, "9" + order.Id), "created"), Cancel)));
    }

    // Finds blocks of links by the key they begin with, and flips a bit of their images, but not of the first ones.
    private static byte[] WithLinksChanged(byte[] bytes)
    {
        const int WithinMost = 100; // Bytes: the index holds the key too, and no image behind it.
        const int Left = 20;
        var (from, seen) = (0, 0);
        while (bytes.AsSpan(from).IndexOf("0|order|erp|shop|"u8) is var found && found >= 0)
        {
            from += found + 1;
            var place = bytes.AsSpan(from, WithinMost).IndexOf("\0\u0005v\0"u8);
            if (place >= 0 && ++seen > Left)
            {
                bytes[from + place + 40] ^= 1;
            }
        }

        seen.ShouldBeGreaterThan(Left);
        return bytes;
    }

    private async Task ShouldBeFullAsync()
    {
        await using var store = await _folder.OpenAsync(_time, Cancel);
        (await store.History.CountsAsync(Cancel)).ShouldHaveSingleItem().Read.ShouldBe(40);
        (await store.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem();
        var sides = Enumerable.Range(1, 30).Select(id => Some.InShop($"{id}")).ToArray();
        (await store.Ledger.LinksAsync(sides, Cancel)).Select(link => link.B.Id)
            .ShouldBe(Enumerable.Range(1, 30).Select(id => $"9{id}"));
        (await store.History.OfAsync(Some.Order("7"), Cancel)).Select(entry => entry.What)
            .ShouldBe(["seen", "written"]);
        (await store.History.FindAsync("#1042", Cancel)).Count.ShouldBeGreaterThan(20);
    }

    public void Dispose() => _folder.Dispose();
}
