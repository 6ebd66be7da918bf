using IntegrationHost.Storage.Embedded;
using IntegrationHost.Storage.Tests.Support;
using LiteDB;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Embedded;

public sealed class Opening_a_data_folder : IDisposable
{
    private readonly StateFolder _folder = new();
    private readonly FakeTimeProvider _time = new(Some.Morning);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_folder_that_is_not_there_is_made()
    {
        var deep = Path.Combine(_folder.Path, "sites", "boutique", "data");
        await using var store = await EmbeddedStore.OpenAsync(deep, _time, Cancel);
        File.Exists(Path.Combine(deep, "state.db")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_folder_in_use_is_refused_by_name_and_free_again_afterwards()
    {
        await using (await _folder.OpenAsync(_time, Cancel))
        {
            var refused = await Should.ThrowAsync<StoreInUseException>(() => _folder.OpenAsync(_time, Cancel));
            refused.Message.ShouldContain($"'{_folder.Path}' is in use by another host");
        }

        await using var again = await _folder.OpenAsync(_time, Cancel);
    }

    [Fact]
    public async Task What_was_answered_is_in_the_file_at_that_moment()
    {
        await using var store = await _folder.OpenAsync(_time, Cancel);
        await store.FillAsync(Cancel);

        // The file alone, without LiteDB's log: what a checkpoint has brought home.
        using var copy = new StateFolder();
        File.Copy(_folder.File, copy.File);
        await using var opened = await copy.OpenAsync(_time, Cancel);
        (await opened.History.CountsAsync(Cancel)).ShouldBe(await store.History.CountsAsync(Cancel));
        (await opened.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_file_of_a_newer_format_is_refused_and_left_as_it_is()
    {
        await _folder.FillAsync(_time, Cancel);
        using (var database = new LiteDatabase(_folder.File))
        {
            database.GetCollection("meta").Upsert(new BsonDocument { ["_id"] = "format", ["value"] = 99 });
        }

        var refused = await Should.ThrowAsync<StoreUnusableException>(() => _folder.OpenAsync(_time, Cancel));
        refused.Message.ShouldContain(_folder.File);
        refused.Message.ShouldContain("format 99");
        refused.Message.ShouldContain("newer");
        using var kept = new LiteDatabase(_folder.File);
        kept.GetCollection("meta").FindById("epoch")["value"].AsInt64.ShouldBe(1, "it was not opened for work");
    }

    [Fact]
    public async Task A_file_that_is_no_state_is_refused_in_a_sentence_and_left_as_it_is()
    {
        await File.WriteAllTextAsync(_folder.File, new string('x', 20_000), Cancel);
        await ShouldBeUnusableAsync();
        (await File.ReadAllTextAsync(_folder.File, Cancel)).ShouldBe(new string('x', 20_000));
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_is_refused_in_a_sentence()
    {
        Directory.CreateDirectory(_folder.File);
        await ShouldBeUnusableAsync();
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_refused_in_a_sentence()
    {
        var inside = Path.Combine(_folder.Path, "file", "data");
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "file"), "", Cancel);
        var refused = await Should.ThrowAsync<StoreUnusableException>(
            () => EmbeddedStore.OpenAsync(inside, _time, Cancel));
        refused.Message.ShouldContain($"'{inside}' cannot be made");
    }

    [Fact]
    public async Task A_lock_that_cannot_be_opened_is_not_called_another_host()
    {
        var loop = Path.Combine(_folder.Path, "state.lock");
        File.CreateSymbolicLink(loop, loop);
        var refused = await Should.ThrowAsync<StoreUnusableException>(() => _folder.OpenAsync(_time, Cancel));
        refused.Message.ShouldContain(_folder.Path);
    }

    [Theory]
    [InlineData(0.25)]
    [InlineData(0.75)]
    [InlineData(0.95)]
    public async Task A_file_that_lost_its_end_is_refused_in_a_sentence(double kept)
    {
        await _folder.FillAsync(_time, Cancel);
        var bytes = await File.ReadAllBytesAsync(_folder.File, Cancel);
        await File.WriteAllBytesAsync(_folder.File, bytes[..((int)(bytes.Length * kept / 8192) * 8192)], Cancel);
        await ShouldBeUnusableAsync();
    }

    [Fact]
    public async Task However_a_file_is_damaged_it_opens_or_is_refused_in_a_sentence()
    {
        await _folder.FillAsync(_time, Cancel);
        var whole = await File.ReadAllBytesAsync(_folder.File, Cancel);
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var dice = new Random(seed);
        var refused = 0;
        for (var turn = 0; turn < 40; turn++)
        {
            var damaged = whole.ToArray();
            dice.NextBytes(damaged.AsSpan(dice.Next(damaged.Length - 4096), 4096));
            await File.WriteAllBytesAsync(_folder.File, damaged, Cancel);
            try
            {
                await (await _folder.OpenAsync(_time, Cancel)).DisposeAsync();
            }
            catch (StoreUnusableException fault)
            {
                fault.Message.ShouldContain(_folder.File);
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(0, $"seed {seed}");
        File.Delete(_folder.File.Replace(".db", "-log.db", StringComparison.Ordinal));
        await File.WriteAllBytesAsync(_folder.File, whole, Cancel);
        await using var restored = await _folder.OpenAsync(_time, Cancel);
        (await restored.History.CountsAsync(Cancel)).ShouldHaveSingleItem().Read.ShouldBe(40);
    }

    private async Task ShouldBeUnusableAsync()
    {
        var refused = await Should.ThrowAsync<StoreUnusableException>(() => _folder.OpenAsync(_time, Cancel));
        refused.Message.ShouldContain(_folder.File);
        refused.Message.ShouldContain("move it away or restore a backup");
    }

    public void Dispose() => _folder.Dispose();
}
