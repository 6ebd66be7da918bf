using IntegrationHost.App.Hosting;
using IntegrationHost.App.Site;
using IntegrationHost.App.Tests.Support;
using Shouldly;

namespace IntegrationHost.App.Tests;

public sealed class Reading_where_the_state_is : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void Without_a_word_the_state_is_embedded_and_encrypted_with_keys_in_the_data_folder() =>
        Read("").ShouldBe(new StateSettings(
            StateKind.Embedded, null, null, true, Path.Combine(_folder.Path, "data", "keys")));

    [Fact]
    public void Postgres_has_a_connection_with_its_secret_in_place_and_a_schema()
    {
        _folder.Write("secrets/state-password", "s3cret\n");

        var state = Read("""
            , "state": { "kind": "postgres", "connection": "Host=db;Password=${secret:state-password}",
              "schema": "sync_1", "keys": "shared" }
            """);

        state.ShouldBe(new StateSettings(StateKind.Postgres, "Host=db;Password=s3cret", "sync_1", true,
            Path.Combine(_folder.Path, "shared")));
    }

    [Fact]
    public void A_host_may_be_given_a_name() =>
        Read(Postgres("north")).Host.ShouldBe("north");

    [Fact]
    public void Without_a_name_it_is_called_after_machine_and_data_folder_the_same_at_every_start()
    {
        Read(Postgres(null)).Host.ShouldBeNull();
        var name = HostNaming.Of("mach", "/srv/a/data");
        name.ShouldMatch("^mach-[0-9a-f]{8}$");
        HostNaming.Of("mach", "/srv/a/data/").ShouldBe(name);
        HostNaming.Of("mach", "/srv/b/data").ShouldNotBe(name);
        HostNaming.Of(new string('m', 80), "/srv/a/data").Length.ShouldBe(63);
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("a-name-that-is-longer-than-the-sixty-three-characters-there-are-of-it")]
    public void A_name_that_cannot_be_one_is_told(string name) => Some.FaultsOf(Some.Site(more: Postgres(name)))
        .ShouldStartWith("ihost.json: state:host: must have 1 to 63 characters; ");

    [Fact]
    public void Encryption_can_be_turned_off() =>
        Read(""", "state": { "encryption": "off" }""").Encrypted.ShouldBeFalse();

    [Fact]
    public void A_key_folder_may_be_anywhere() =>
        Read(""", "state": { "keys": "/mnt/keys" }""").KeysFolder.ShouldBe("/mnt/keys");

    [Fact]
    public void The_environment_wins_over_the_file()
    {
        using var kind = new Variable("IHOST__state__kind", "postgres");
        using var connection = new Variable("IHOST__state__connection", "Host=other");
        Read("").ShouldSatisfyAllConditions(
            state => state.Kind.ShouldBe(StateKind.Postgres),
            state => state.Connection.ShouldBe("Host=other"));
    }

    [Fact]
    public void A_kind_of_the_environment_may_leave_the_file_s_connection_unused()
    {
        using var kind = new Variable("IHOST__state__kind", "embedded");
        Read(""", "state": { "kind": "postgres", "connection": "Host=db" }""").Kind.ShouldBe(StateKind.Embedded);
    }

    [Theory]
    [InlineData("\"kind\": \"oracle\"",
        "kind: 'oracle' is not known; write embedded or postgres, or leave it out for embedded")]
    [InlineData("\"kind\": \"postgres\"", "connection: is missing; write how PostgreSQL is reached, with its password "
        + "as a secret: Host=db;Database=ihost;Username=ihost;Password=${secret:state-password}")]
    [InlineData("\"kind\": \"postgres\", \"connection\": \"Password=${secret:no-such}\"", "connection: the secret "
        + "'no-such' is not set; set IHOST_SECRET_NO_SUCH or write the file secrets/no-such")]
    [InlineData("\"kind\": \"postgres\", \"connection\": \"Host=db\", \"schema\": \"a; drop\"", "schema: 'a; drop' "
        + "cannot be the host's own schema; use up to 63 of a to z, 0 to 9 and '_', the first one a letter, but "
        + "neither public nor a name that begins with pg_")]
    [InlineData("\"connection\": \"Host=db\"", "connection: is for PostgreSQL and the state is embedded; write "
        + "\"kind\": \"postgres\" beside it, or leave it out")]
    [InlineData("\"schema\": \"ihost\"", "schema: is for PostgreSQL and the state is embedded; write "
        + "\"kind\": \"postgres\" beside it, or leave it out")]
    [InlineData("\"encryption\": \"no\"", "encryption: 'no' is not known; write on or off, or leave it out for on")]
    [InlineData("\"encryption\": true", "encryption: this is true or false, wanted is a text")]
    [InlineData("\"keys\": \" \"", "keys: is empty; write a folder, or leave it out for the data folder's own")]
    [InlineData("\"keys\": \"ihost.json\"", "keys: 'ihost.json' is a file; write a folder")]
    [InlineData("\"key\": \"x\"", "key: there is no such key; known here: kind, connection, schema, host, "
        + "encryption, keys")]
    [InlineData("\"host\": \"a\"", "host: is for PostgreSQL and the state is embedded; write \"kind\": \"postgres\" "
        + "beside it, or leave it out")]
    public void What_is_wrong_is_told_with_its_key(string state, string fault) =>
        Some.FaultsOf(Some.Site(more: $$""", "state": { {{state}} }""")).ShouldBe($"ihost.json: state:{fault}");

    [Theory]
    [InlineData("public")]
    [InlineData("pg_mine")]
    [InlineData("Sync")]
    [InlineData("1sync")]
    [InlineData("")]
    public void A_schema_that_others_use_is_refused(string schema) => Some.FaultsOf(Some.Site(more: $$"""
        , "state": { "kind": "postgres", "connection": "Host=db", "schema": "{{schema}}" }
        """)).ShouldStartWith($"ihost.json: state:schema: '{schema}' cannot be the host's own schema");

    [Fact]
    public void Everything_wrong_is_told_at_once_and_no_secret_with_it() =>
        Some.FaultsOf(Some.Site(flows: Some.Flow.Replace("\"link\": \"order\", ", ""), more: """
            , "state": { "kind": "postgres", "connection": "Password=hunter2;${secret:no-such}", "encryption": "?" }
            """)).ShouldSatisfyAllConditions(
                all => all.Split('\n').Length.ShouldBe(3),
                all => all.ShouldNotContain("hunter2"));

    public void Dispose() => _folder.Dispose();

    private static string Postgres(string? host) => $$"""
        , "state": { "kind": "postgres", "connection": "Host=db"{{(host is null ? "" : $", \"host\": \"{host}\"")}} }
        """;

    private StateSettings Read(string more) => Some.Read(_folder, Some.Site(more: more)).State;
}
