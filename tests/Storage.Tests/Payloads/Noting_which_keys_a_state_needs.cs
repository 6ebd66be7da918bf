using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Embedded;
using IntegrationHost.Storage.Payloads;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Payloads;

public sealed class Noting_which_keys_a_state_needs : IAsyncLifetime
{
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;
    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("ihost-noting-");
    private readonly KeyFolder _folder = new();
    private EmbeddedStore _store = null!;

    public async ValueTask InitializeAsync() =>
        _store = await EmbeddedStore.OpenAsync(_state.FullName, _folder.Time, _cancel);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _state.Delete(recursive: true);
        _folder.Dispose();
    }

    [Fact]
    public async Task A_key_is_noted_once_and_opens()
    {
        await NoteAsync();
        await NoteAsync();

        (await NotesAsync()).Count.ShouldBe(1);
        await VerifyAsync(_folder.Seal());
        await VerifyAsync(new PlainSeal(_folder.Open()));
    }

    [Fact]
    public async Task The_key_of_a_later_month_is_needed_too()
    {
        await NoteAsync();
        var first = _folder.Files.Single();
        _folder.Time.SetUtcNow(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));
        await NoteAsync();
        (await NotesAsync()).Count.ShouldBe(2);

        File.Delete(_folder.Files.Single(file => file != first));
        (await Should.ThrowAsync<StoreUnusableException>(() => VerifyAsync(_folder.Seal())))
            .Message.ShouldStartWith("the payload key 2026-12-");
    }

    [Fact]
    public async Task A_folder_begun_anew_in_the_same_month_is_not_taken_for_the_old_one()
    {
        await NoteAsync();
        File.Delete(_folder.Files.Single());
        _folder.Seal().Seal("x"u8);

        await Should.ThrowAsync<StoreUnusableException>(() => VerifyAsync(_folder.Seal()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no base 64!")]
    [InlineData("xcXFxcXFxcXF")]
    public async Task A_note_that_somebody_wrote_over_is_told(string value)
    {
        await NoteAsync();
        var note = (await NotesAsync()).Single();
        await _store.Ledger.PutValueAsync(note with { Value = value, Version = 2 }, 1, _cancel);

        await Should.ThrowAsync<StoreUnusableException>(() => VerifyAsync(_folder.Seal()));
    }

    [Fact]
    public async Task A_note_under_another_name_is_told()
    {
        await NoteAsync();
        var note = (await NotesAsync()).Single();
        await _store.Ledger.PutValueAsync(note with { Name = "seal/2026-01-00000000" }, 0, _cancel);

        (await Should.ThrowAsync<StoreUnusableException>(() => VerifyAsync(_folder.Seal())))
            .Message.ShouldStartWith("the state's check value 'seal/2026-01-00000000' opens to something else");
    }

    private Task NoteAsync() => SealCheck.NoteAsync(_store.Ledger, _folder.Open(), _folder.Time, _cancel);

    private Task VerifyAsync(IPayloadSeal seal) => SealCheck.VerifyAsync(_store.Ledger, seal, _cancel);

    private Task<IReadOnlyList<NamedValue>> NotesAsync() => _store.Ledger.ValuesAsync("seal/", _cancel);
}
