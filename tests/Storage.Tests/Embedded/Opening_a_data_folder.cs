using IntegrationHost.Storage.Embedded;
using IntegrationHost.Storage.Tests.Support;
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
    public async Task A_state_of_a_newer_format_is_refused_and_left_as_it_is()
    {
        await _folder.FillAsync(_time, Cancel);
        await File.WriteAllTextAsync(_folder.Mark, "99 clean", Cancel);
        var before = await File.ReadAllBytesAsync(_folder.File, Cancel);

        var refused = await Should.ThrowAsync<StoreUnusableException>(() => _folder.OpenAsync(_time, Cancel));
        refused.Message.ShouldContain(_folder.Path);
        refused.Message.ShouldContain("format 99");
        refused.Message.ShouldContain("newer");
        (await File.ReadAllBytesAsync(_folder.File, Cancel)).ShouldBe(before, "it was not opened for work");
    }

    [Fact]
    public async Task A_state_from_before_there_was_a_journal_is_refused_and_left_as_it_is()
    {
        await File.WriteAllTextAsync(_folder.File, new string('x', 20_000), Cancel);
        var refused = await Should.ThrowAsync<StoreUnusableException>(() => _folder.OpenAsync(_time, Cancel));
        refused.Message.ShouldContain(_folder.File);
        refused.Message.ShouldContain("move it away or restore a backup");
        (await File.ReadAllTextAsync(_folder.File, Cancel)).ShouldBe(new string('x', 20_000));
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

    public void Dispose() => _folder.Dispose();
}
