using IntegrationHost.App.Cli;
using IntegrationHost.App.Hosting;
using IntegrationHost.App.Site;
using IntegrationHost.App.Tests.Support;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage;
using IntegrationHost.Storage.Embedded;
using IntegrationHost.Storage.Payloads;
using Shouldly;

namespace IntegrationHost.App.Tests;

public sealed class Restoring : IDisposable
{
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;
    private readonly TempFolder _folder = new();
    private readonly SiteDefinition _site;

    public Restoring() => _site = Some.Read(_folder, Some.Site());

    [Fact]
    public async Task A_site_without_a_state_gets_that_of_the_backup()
    {
        (await RestoreAsync(Backup("monday"))).ShouldBeNull();
        (await NoteAsync()).ShouldBe("monday");
        Left().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_state_that_is_there_is_not_replaced()
    {
        await RestoreAsync(Backup("monday"));
        (await Should.ThrowAsync<UseException>(() => RestoreAsync(Backup("tuesday"))))
            .Message.ShouldStartWith($"'{_site.DataFolder}' has a state already; --force moves it aside");
        (await NoteAsync()).ShouldBe("monday");
    }

    [Fact]
    public async Task Where_that_is_forced_it_is_moved_aside_whole()
    {
        await RestoreAsync(Backup("monday"));

        var aside = await RestoreAsync(Backup("tuesday"), replace: true);

        (await NoteAsync()).ShouldBe("tuesday");
        Left().ShouldBe([Path.GetFileName(aside)!]);
        (await NoteAsync(aside!)).ShouldBe("monday");
    }

    [Fact]
    public async Task Nothing_is_restored_under_a_running_host()
    {
        await using var running = await EmbeddedStore.OpenAsync(_site.DataFolder, TimeProvider.System, _cancel);
        (await Should.ThrowAsync<UseException>(() => RestoreAsync(Backup("monday"), replace: true))).Message
            .ShouldBe($"the data folder '{_site.DataFolder}' is in use: stop its host first, then restore");
    }

    [Fact]
    public async Task A_damaged_backup_changes_nothing()
    {
        await RestoreAsync(Backup("monday"));

        await Should.ThrowAsync<StoreUnusableException>(() => RestoreAsync(async (_, folder, seal, cancel) =>
        {
            await Backup("half")(Stream.Null, folder, seal, cancel);
            throw new StoreUnusableException("the backup is damaged");
        }, replace: true));

        (await NoteAsync()).ShouldBe("monday");
        Left().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_backup_whose_keys_are_elsewhere_changes_nothing()
    {
        await RestoreAsync(Backup("monday"));
        using var other = new TempFolder();

        await Should.ThrowAsync<StoreUnusableException>(() => RestoreAsync(async (_, folder, _, cancel) =>
        {
            // As on the host that made the backup, with keys of its own.
            var theirs = _site with { DataFolder = folder, State = _site.State with { KeysFolder = other.Path } };
            await using var state = await StateOpening.OpenAsync(
                theirs, KeyRing.Open(other.Path), TimeProvider.System, cancel);
        }, replace: true));

        (await NoteAsync()).ShouldBe("monday");
        Left().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_restore_that_was_cut_off_keeps_hosts_from_starting_until_it_is_repeated()
    {
        await RestoreAsync(Backup("monday"));
        _folder.Write($"data/{StateFiles.Unfinished}", "");

        var ran = await Ran.Command("run", "--site", _folder.Path, "--quiet");
        ran.Code.ShouldBe(1);
        ran.Error.ShouldStartWith($"ihost: a restore into '{_site.DataFolder}' was not finished: restore again");

        await RestoreAsync(Backup("tuesday"), replace: true);
        (await NoteAsync()).ShouldBe("tuesday");
    }

    [Fact]
    public async Task What_backup_writes_restore_puts_back()
    {
        await RestoreAsync(Backup("monday"));
        var file = Path.Combine(_folder.Path, "state.backup");
        (await Ran.Command("backup", file, "--site", _folder.Path)).Code.ShouldBe(0);
        await RestoreAsync(Backup("tuesday"), replace: true);

        var refused = await Ran.Command("restore", file, "--site", _folder.Path);
        var ran = await Ran.Command("restore", file, "--site", _folder.Path, "--force");

        refused.Code.ShouldBe(1);
        ran.Code.ShouldBe(0, ran.Error);
        ran.Out.ShouldMatch(@"^restored into .* in \d+\.\d s; 'ihost run' starts on it\nthe state of before is in ");
        (await NoteAsync()).ShouldBe("monday");
        Left().ShouldAllBe(name => name!.StartsWith(StateFiles.Before, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_is_no_backup_changes_nothing()
    {
        await RestoreAsync(Backup("monday"));
        var file = _folder.Write("no.backup", "not a backup");

        var ran = await Ran.Command("restore", file, "--site", _folder.Path, "--force");

        ran.Code.ShouldBe(1);
        ran.Error.ShouldStartWith("ihost: this is no whole backup of a state: ");
        (await NoteAsync()).ShouldBe("monday");
        Left().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_wrong_use()
    {
        var ran = await Ran.Command("restore", "no-such-file", "--site", _folder.Path);
        (ran.Code, ran.Error).ShouldBe(
            (2, "ihost: there is no file 'no-such-file'; name one that 'ihost backup' wrote\n"));
    }

    [Fact]
    public async Task A_state_in_PostgreSQL_is_restored_by_its_own_means()
    {
        using var kind = new Variable("IHOST__state__kind", "postgres");
        using var connection = new Variable("IHOST__state__connection", "Host=db");
        var ran = await Ran.Command("restore", Path.Combine(_folder.Path, "ihost.json"), "--site", _folder.Path);
        ran.Code.ShouldBe(1);
        ran.Error.ShouldStartWith("ihost: the state of this site is in PostgreSQL: restore the database");
    }

    public void Dispose() => _folder.Dispose();

    private Task<string?> RestoreAsync(RestoreInto into, bool replace = false) =>
        new StateRestore(_site, into, TimeProvider.System).RunAsync(Stream.Null, replace, _cancel);

    /// <summary>A backup of a state in which this is noted.</summary>
    private static RestoreInto Backup(string note) => async (_, folder, seal, cancel) =>
    {
        await using var store = await EmbeddedStore.OpenAsync(new EmbeddedOptions(folder) { Seal = seal }, cancel);
        await store.Ledger.PutValueAsync(new NamedValue("note", note, 1, "test", default), 0, cancel);
    };

    private async Task<string> NoteAsync(string? folder = null)
    {
        var keys = _site.State.KeysFolder;
        var seal = new EncryptedSeal(PayloadKeys.Open(keys, KeyRing.Open(keys), TimeProvider.System));
        await using var store = await EmbeddedStore.OpenAsync(
            new EmbeddedOptions(folder ?? _site.DataFolder) { Seal = seal }, _cancel);
        return (await store.Ledger.ValuesAsync("note", _cancel)).Single().Value;
    }

    // What stands in the data folder besides the state and its keys.
    private IEnumerable<string> Left() => Directory.EnumerateFileSystemEntries(_site.DataFolder)
        .Except(StateFiles.In(_site.DataFolder)).Select(path => Path.GetFileName(path))
        .Except(["keys", StateFiles.LockName]);
}
