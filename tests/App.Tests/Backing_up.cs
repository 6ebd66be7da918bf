using System.IO.Compression;
using System.Text.Json;
using IntegrationHost.App.Tests.Hosting;
using IntegrationHost.App.Tests.Support;
using IntegrationHost.Storage.Embedded;
using Shouldly;

namespace IntegrationHost.App.Tests;

public sealed class Backing_up : IDisposable
{
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;
    private readonly TempFolder _site = new();
    private readonly TempFolder _out = new();
    private readonly byte[] _state = new byte[3_000_000];

    public Backing_up()
    {
        _site.Write("ihost.json", Some.Site());
        new Random(20261126).NextBytes(_state);
    }

    private string File => Path.Combine(_out.Path, "state.backup");

    [Fact]
    public async Task A_running_host_s_state_goes_into_the_file()
    {
        await using var host = await PlayedHost.BackingUpAsync(_site, SendAsync, _cancel);

        var ran = await RunAsync();

        ran.Code.ShouldBe(0, ran.Error);
        Unpacked().ShouldBe(_state);
        Files().ShouldBe(["state.backup"]);
        ran.Out.ShouldMatch(@"^backup written: .*state\.backup, 3,\d{3} kB in \d+\.\d s\n");
        ran.Out.ShouldContain($"the key folder '{Path.Combine(_site.Path, "data", "keys")}' is not in it: "
            + "keep a copy of it at another place");
        ran.Out.ShouldNotContain("encryption is off");
    }

    [Fact]
    public async Task It_is_its_owner_s_alone()
    {
        await using var host = await PlayedHost.BackingUpAsync(_site, SendAsync, _cancel);
        (await RunAsync()).Code.ShouldBe(0);
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.GetUnixFileMode(File).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task A_machine_reads_size_and_seconds()
    {
        await using var host = await PlayedHost.BackingUpAsync(_site, SendAsync, _cancel);
        var ran = await RunAsync("--json");
        var answer = JsonDocument.Parse(ran.Out).RootElement;
        answer.GetProperty("bytes").GetInt64().ShouldBe(new FileInfo(File).Length);
        answer.GetProperty("seconds").GetDouble().ShouldBeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public async Task A_file_that_exists_is_left_alone_unless_that_is_forced()
    {
        _out.Write("state.backup", "monday");
        await using var host = await PlayedHost.BackingUpAsync(_site, SendAsync, _cancel);

        var ran = await RunAsync();
        ran.Code.ShouldBe(2);
        ran.Error.ShouldBe($"ihost: '{File}' exists; name another file, or say --force to replace it\n");
        System.IO.File.ReadAllText(File).ShouldBe("monday");

        (await RunAsync("--force")).Code.ShouldBe(0);
        Unpacked().ShouldBe(_state);
    }

    [Fact]
    public async Task A_backup_that_is_broken_off_leaves_nothing_and_replaces_nothing()
    {
        _out.Write("state.backup", "monday");
        await using var host = await PlayedHost.BackingUpAsync(_site, async (to, cancel) =>
        {
            await to.WriteAsync(_state, cancel);
            throw new IOException("the disk is gone");
        }, _cancel);

        var ran = await RunAsync("--force");

        ran.Code.ShouldBe(1);
        ran.Error.ShouldBe(
            "ihost: the host broke off in the middle; try again, or look at its log in data/logs\n");
        System.IO.File.ReadAllText(File).ShouldBe("monday");
        Files().ShouldBe(["state.backup"]);
    }

    [Fact]
    public async Task A_store_that_is_backed_up_by_other_means_says_which()
    {
        await using var host = await PlayedHost.BackingUpAsync(
            _site, (_, _) => throw new NotSupportedException("back up the database with pg_dump"), _cancel);

        var ran = await RunAsync();

        (ran.Code, ran.Error).ShouldBe((1, "ihost: back up the database with pg_dump\n"));
        Files().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_fault_before_the_first_byte_is_told()
    {
        await using var host = await PlayedHost.BackingUpAsync(
            _site, (_, _) => throw new IOException("no room for a snapshot"), _cancel);
        var ran = await RunAsync();
        (ran.Code, ran.Error).ShouldBe((1, "ihost: the host answered 503: no room for a snapshot\n"));
    }

    [Fact]
    public async Task A_site_that_never_ran_has_nothing_to_back_up_and_gets_no_state_by_being_asked()
    {
        var data = Path.Combine(_site.Path, "data");
        var ran = await RunAsync();
        (ran.Code, ran.Error).ShouldBe((1,
            $"ihost: there is no state in '{data}' yet: nothing to back up; it is made by 'ihost run'\n"));
        Directory.Exists(data).ShouldBeFalse();
    }

    [Fact]
    public async Task A_state_that_somebody_has_open_is_not_touched()
    {
        var data = Path.Combine(_site.Path, "data");
        await using var store = await EmbeddedStore.OpenAsync(data, TimeProvider.System, _cancel);
        var ran = await RunAsync();
        ran.Code.ShouldBe(1);
        ran.Error.ShouldStartWith($"ihost: the data folder '{data}' is in use by another host");
    }

    [Fact]
    public async Task A_wrong_site_is_told_when_no_host_runs()
    {
        _site.Write("ihost.json", """{ "state": { "kind": "oracle" } }""");
        var ran = await RunAsync();
        ran.Code.ShouldBe(1);
        ran.Error.ShouldStartWith("ihost: ihost.json: state:kind: 'oracle' is not known");
    }

    [Fact]
    public async Task A_folder_is_no_file()
    {
        var ran = await Ran.Command("backup", _out.Path, "--site", _site.Path);
        ran.Code.ShouldBe(2);
        ran.Error.ShouldContain("is a folder; name a file in it");
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_told()
    {
        var ran = await Ran.Command("backup", Path.Combine(_out.Path, "no", "file"), "--site", _site.Path);
        (ran.Code, ran.Error).ShouldBe((2, $"ihost: there is no folder '{Path.Combine(_out.Path, "no")}'; "
            + "make it first\n"));
    }

    public void Dispose()
    {
        _site.Dispose();
        _out.Dispose();
    }

    private Task<Ran> RunAsync(params string[] more) =>
        Ran.Command(["backup", File, "--site", _site.Path, .. more]);

    // As a store does it: packed, and the end of it written without waiting.
    private async Task SendAsync(Stream to, CancellationToken cancel)
    {
        using var packing = new BrotliStream(to, CompressionLevel.Fastest, leaveOpen: true);
        await packing.WriteAsync(_state, cancel);
    }

    private byte[] Unpacked()
    {
        using var packed = new BrotliStream(System.IO.File.OpenRead(File), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        packed.CopyTo(plain);
        return plain.ToArray();
    }

    private IEnumerable<string?> Files() => Directory.EnumerateFiles(_out.Path).Select(Path.GetFileName);
}
