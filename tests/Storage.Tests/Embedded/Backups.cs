using IntegrationHost.Engine.Inbox;
using IntegrationHost.Storage.Embedded;
using IntegrationHost.Storage.Payloads;
using IntegrationHost.Storage.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Embedded;

public sealed class Backups : IDisposable
{
    private readonly StateFolder _folder = new();
    private readonly StateFolder _other = new();
    private readonly FakeTimeProvider _time = new(Some.Morning);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backup_taken_while_others_write_holds_all_that_was_answered_before_it()
    {
        var backup = new MemoryStream();
        await using (var store = await _folder.OpenAsync(_time, Cancel))
        {
            await store.FillAsync(Cancel);
            using var enough = new CancellationTokenSource();
            var writing = WriteAsync(store, enough.Token);
            await store.Upkeep.BackupAsync(backup, Cancel);
            await enough.CancelAsync();
            await writing;
        }

        backup.Position = 0;
        await EmbeddedRestore.RestoreAsync(backup, _other.Path, new PlainSeal(), Cancel);
        await using var restored = await _other.OpenAsync(_time, Cancel);
        (await restored.History.CountsAsync(Cancel)).Single(counts => counts.Flow == "orders").Written.ShouldBe(30);
        (await restored.History.OfAsync(Some.Order("7"), Cancel)).Select(entry => entry.What)
            .ShouldBe(["seen", "written"]);
        (await restored.Ledger.LinksAsync([Some.InErp("97")], Cancel)).ShouldHaveSingleItem().B.Id.ShouldBe("7");
        (await restored.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_backup_that_was_cut_or_changed_is_refused_and_nothing_is_put_in_place()
    {
        var backup = await BackupAsync();
        foreach (var damaged in new[] { backup[..(backup.Length / 2)], backup[..0], WithOneByteChanged(backup) })
        {
            var refused = await Should.ThrowAsync<StoreUnusableException>(() => EmbeddedRestore.RestoreAsync(
                new MemoryStream(damaged), _other.Path, new PlainSeal(), Cancel));
            refused.Message.ShouldContain("nothing was restored");
            _other.Segments.ShouldBeEmpty();
            _other.Snapshots.ShouldBeEmpty();
        }

        (await EmbeddedRestore.RestoreAsync(new MemoryStream(backup), _other.Path, new PlainSeal(), Cancel))
            .ShouldBe(10);
    }

    [Fact]
    public async Task A_folder_that_holds_a_state_is_not_written_over()
    {
        var backup = await BackupAsync();
        var refused = await Should.ThrowAsync<StoreUnusableException>(() => EmbeddedRestore.RestoreAsync(
            new MemoryStream(backup), _folder.Path, new PlainSeal(), Cancel));
        refused.Message.ShouldContain($"'{_folder.Path}' holds a state already");
    }

    [Fact]
    public async Task A_folder_whose_host_runs_is_not_restored_into()
    {
        var backup = await BackupAsync();
        await using var running = await _folder.OpenAsync(_time, Cancel);
        await Should.ThrowAsync<StoreInUseException>(() => EmbeddedRestore.RestoreAsync(
            new MemoryStream(backup), _folder.Path, new PlainSeal(), Cancel));
    }

    private async Task<byte[]> BackupAsync()
    {
        var backup = new MemoryStream();
        await using var store = await _folder.OpenAsync(_time, Cancel);
        await store.FillAsync(Cancel);
        await store.Upkeep.BackupAsync(backup, Cancel);
        return backup.ToArray();
    }

    private static byte[] WithOneByteChanged(byte[] backup)
    {
        var changed = backup.ToArray();
        changed[changed.AsSpan().IndexOf("journal/"u8) + 3000] ^= 1;
        return changed;
    }

    private static async Task WriteAsync(EmbeddedStore store, CancellationToken enough)
    {
        for (var id = 0; !enough.IsCancellationRequested; id++)
        {
            await store.Inbox.AppendAsync(new Append([Some.Change($"{id}", flow: "refunds")]), Cancel);
        }
    }

    public void Dispose()
    {
        _folder.Dispose();
        _other.Dispose();
    }
}
