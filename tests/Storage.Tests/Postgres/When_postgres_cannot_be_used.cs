using IntegrationHost.Storage.Postgres;
using Npgsql;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Postgres;

public sealed class When_postgres_cannot_be_used(OneServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        var told = await ToldAsync(settings => settings.Port = 1);
        told.ShouldContain("127.0.0.1:1 cannot be reached");
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_never_shown()
    {
        var told = await ToldAsync(settings => settings.Password = "wrong-and-secret");
        told.ShouldContain("refuses the password of 'postgres'");
    }

    [Fact]
    public async Task A_database_that_does_not_exist_is_named() =>
        (await ToldAsync(settings => settings.Database = "nowhere")).ShouldContain("no database 'nowhere'");

    [Fact]
    public async Task A_read_only_database_is_refused()
    {
        var database = await Database.NewAsync(server, Cancel);
        var name = new NpgsqlConnectionStringBuilder(database.Connection).Database;
        await database.DoAsync($"alter database {name} set default_transaction_read_only = on", Cancel);
        (await Should.ThrowAsync<StoreUnusableException>(() => database.OpenAsync(Cancel)))
            .Message.ShouldContain("is read-only");
    }

    [Fact]
    public async Task A_user_who_may_not_make_the_schema_is_told_what_is_missing()
    {
        var database = await Database.NewAsync(server, Cancel);
        var name = $"guest_{Guid.NewGuid():n}"[..20];
        await database.DoAsync($"create role {name} login password 'let-me-in'", Cancel);
        var told = await ToldAsync(
            settings => (settings.Username, settings.Password) = (name, "let-me-in"), database);
        told.ShouldContain($"does not allow '{name}'");
        told.ShouldContain("owner");
    }

    [Fact]
    public async Task A_database_of_another_encoding_is_refused()
    {
        var database = await Database.NewAsync(server, Cancel);
        await database.DoAsync("create database latin encoding 'LATIN1' locale 'C' template template0", Cancel);
        (await ToldAsync(settings => settings.Database = "latin", database)).ShouldContain("LATIN1");
    }

    [Theory]
    [InlineData("Host=db;Passwrod=secret-word")]
    [InlineData("secret-word")]
    [InlineData("Host=db;Port=secret-word")]
    [InlineData("Database=secret-word")]
    public async Task A_connection_that_cannot_be_read_is_told_without_showing_it(string connection)
    {
        var options = new Database(connection).Options();
        var fault = await Should.ThrowAsync<StoreUnusableException>(() => PostgresStore.OpenAsync(options, Cancel));
        fault.ToString().ShouldNotContain("secret-word");
        options.ToString().ShouldNotContain("secret-word");
    }

    [Theory]
    [InlineData("public")]
    [InlineData("Upper")]
    [InlineData("x; drop schema y")]
    [InlineData("pg_own")]
    [InlineData("")]
    public async Task A_schema_name_that_cannot_be_is_refused(string schema)
    {
        var options = new Database("Host=127.0.0.1").Options() with { Schema = schema };
        (await Should.ThrowAsync<StoreUnusableException>(() => PostgresStore.OpenAsync(options, Cancel)))
            .Message.ShouldContain("schema");
    }

    [Fact]
    public async Task Acknowledged_means_on_disk_also_where_the_server_would_not_wait_for_it()
    {
        var database = await Database.NewAsync(server, Cancel);
        var settings = new NpgsqlConnectionStringBuilder(database.Connection);
        await database.DoAsync($"alter database {settings.Database} set synchronous_commit = off", Cancel);
        await using var source = Sessions.Working(settings, database.Options());
        await using var connection = await source.OpenConnectionAsync(Cancel);
        await using var show = new NpgsqlCommand("show synchronous_commit", connection);
        (await show.ExecuteScalarAsync(Cancel)).ShouldBe("on");
    }

    private async Task<string> ToldAsync(Action<NpgsqlConnectionStringBuilder> change, Database? database = null)
    {
        database ??= await Database.NewAsync(server, Cancel);
        var settings = new NpgsqlConnectionStringBuilder(database.Connection);
        change(settings);
        var options = database.Options() with { Connection = settings.ConnectionString };
        var fault = await Should.ThrowAsync<StoreUnusableException>(() => PostgresStore.OpenAsync(options, Cancel));
        fault.ToString().ShouldNotContain(settings.Password!);
        return fault.Message;
    }
}
