using IntegrationHost.App.Hosting;
using IntegrationHost.App.Site;
using IntegrationHost.App.Tests.Support;
using IntegrationHost.Storage;
using Shouldly;

namespace IntegrationHost.App.Tests.Hosting;

public sealed class Opening_the_state : IDisposable
{
    private const string Off = """, "state": { "encryption": "off" }""";

    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;
    private readonly TempFolder _folder = new();

    private string Keys => Path.Combine(_folder.Path, "data", "keys");

    [Fact]
    public async Task The_first_opening_makes_ring_and_key_and_later_ones_make_none()
    {
        await OpenAsync();
        var first = Files();
        await OpenAsync();

        Files().ShouldBe(first);
        first.Count(file => file.EndsWith(".key", StringComparison.Ordinal)).ShouldBe(1);
        first.Count(file => file.EndsWith(".xml", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Without_encryption_no_key_is_made_and_the_health_says_off()
    {
        (await OpenAsync(Off)).Encryption.ShouldBe("off");
        Files().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_folder_of_its_own_is_used()
    {
        (await OpenAsync(""", "state": { "keys": "elsewhere" }""")).Encryption.ShouldStartWith("on, key of 20");
        Directory.EnumerateFiles(Path.Combine(_folder.Path, "elsewhere")).Count().ShouldBe(2);
        Directory.Exists(Keys).ShouldBeFalse();
    }

    [Fact]
    public async Task A_key_folder_that_is_gone_is_told_and_no_new_key_is_made()
    {
        await OpenAsync();
        Directory.Delete(Keys, recursive: true);

        (await FaultAsync()).ShouldContain($"is not in the key folder '{Keys}', so what was sealed with it cannot be");

        Files().ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_told_also_when_encryption_was_turned_off_meanwhile()
    {
        await OpenAsync();
        Directory.Delete(Keys, recursive: true);
        (await FaultAsync(Off)).ShouldContain($"is not in the key folder '{Keys}'");
    }

    [Fact]
    public async Task A_ring_that_is_gone_is_told_and_none_is_made()
    {
        await OpenAsync();
        File.Delete(Ring());
        var before = Files();

        (await FaultAsync()).ShouldContain(
            "cannot be opened with the key ring beside it (there is no ring: no file key-*.xml); put ring");

        Files().ShouldBe(before);
    }

    [Fact]
    public async Task The_ring_of_another_host_is_told()
    {
        await OpenAsync();
        File.Delete(Ring());
        using var other = new TempFolder();
        KeyRing.Open(other.Path).Wrap([1]);
        var foreign = Directory.GetFiles(other.Path).Single();
        File.Copy(foreign, Path.Combine(Keys, Path.GetFileName(foreign)));

        (await FaultAsync()).ShouldContain("was not found in the key ring); put ring and payload keys back together");
    }

    [Fact]
    public async Task A_damaged_ring_is_told()
    {
        await OpenAsync();
        File.WriteAllText(Ring(), "<key");
        (await FaultAsync()).ShouldContain("put ring and payload keys back together");
    }

    [Fact]
    public async Task A_damaged_key_is_told()
    {
        await OpenAsync();
        var file = Directory.GetFiles(Keys, "*.key").Single();
        File.WriteAllBytes(file, [.. File.ReadAllBytes(file)[..^1], 0xFF]);
        (await FaultAsync()).ShouldBe(
            $"the payload key '{file}' is damaged; put it back from the backup of the key folder");
    }

    [Fact]
    public async Task Keys_that_were_put_back_open_the_state_again()
    {
        await OpenAsync();
        Directory.Move(Keys, Keys + "-away");
        await FaultAsync();
        Directory.Delete(Keys);
        Directory.Move(Keys + "-away", Keys);
        (await OpenAsync()).Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task A_key_folder_that_cannot_be_made_is_told()
    {
        _folder.Write("data/keys-file", "");
        (await FaultAsync(""", "state": { "keys": "data/keys-file/inside" }""")).ShouldStartWith(
            $"the key folder '{Path.Combine(_folder.Path, "data/keys-file/inside")}' cannot be made: ");
    }

    [Fact]
    public async Task The_program_ends_with_exit_code_1_and_the_sentence()
    {
        await OpenAsync();
        Directory.Delete(Keys, recursive: true);
        var ran = await Ran.Command("run", "--site", _folder.Path, "--quiet");
        ran.Code.ShouldBe(1);
        ran.Error.ShouldStartWith("ihost: the payload key 20");
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=ihost;Password=hunter2",
        "PostgreSQL at 127.0.0.1:1 cannot be reached (")]
    [InlineData("Host=db;Pasword=hunter2", "the connection to PostgreSQL cannot be read; it is written like Host=")]
    [InlineData("hunter2", "the connection to PostgreSQL cannot be read; it is written like Host=")]
    [InlineData("Password=hunter2", "state in PostgreSQL: the connection names no host")]
    public async Task A_database_that_cannot_be_had_ends_it_with_a_sentence_without_the_password(
        string connection, string sentence)
    {
        _folder.Write("ihost.json", Some.Site(more: $$"""
            , "state": { "kind": "postgres", "connection": "{{connection}}" }
            """));
        foreach (var verb in new[] { "run", "backup" })
        {
            string[] rest = verb == "run" ? ["--quiet"] : [Path.Combine(_folder.Path, "copy.backup")];
            var ran = await Ran.Command([verb, "--site", _folder.Path, .. rest]);
            ran.Code.ShouldBe(1, ran.Error);
            ran.Error.ShouldStartWith($"ihost: {sentence}");
            ran.Error.ShouldNotContain("hunter2");
            ran.Error.Trim().Split('\n').ShouldHaveSingleItem();
        }
    }

    public void Dispose() => _folder.Dispose();

    private async Task<Engine.Ledger.StoreHealth> OpenAsync(string more = "")
    {
        var site = Some.Read(_folder, Some.Site(more: more));
        var ring = KeyRing.Open(site.State.KeysFolder);
        await using var state = await StateOpening.OpenAsync(site, ring, TimeProvider.System, _cancel);
        return await state.HealthAsync(_cancel);
    }

    private async Task<string> FaultAsync(string more = "") =>
        (await Should.ThrowAsync<StoreUnusableException>(() => OpenAsync(more))).Message;

    private string[] Files() => Directory.Exists(Keys)
        ? [.. Directory.GetFiles(Keys).Order(StringComparer.Ordinal)]
        : [];

    private string Ring() => Directory.GetFiles(Keys, "key-*.xml").Single();
}
