using IntegrationHost.Engine.Inbox;
using IntegrationHost.Storage.Postgres;
using IntegrationHost.Storage.Postgres.Schema;
using IntegrationHost.Storage.Tests.Support;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Postgres;

public sealed class Setting_up_a_schema(OneServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hosts_that_start_at_the_same_time_make_it_once()
    {
        var database = await Database.NewAsync(server, Cancel);
        var stores = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(number => database.OpenAsync(Cancel, $"host {number}")));
        foreach (var store in stores)
        {
            await store.Inbox.AppendAsync(new Append([Some.Change("7")]), Cancel);
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task Two_schemas_of_one_database_are_two_states()
    {
        var database = await Database.NewAsync(server, Cancel);
        await using var one = await database.OpenAsync(Cancel);
        await using var two = await PostgresStore.OpenAsync(database.Options() with { Schema = "second" }, Cancel);
        await one.Inbox.AppendAsync(new Append([Some.Change("7")]), Cancel);
        (await one.Upkeep.HealthAsync(Cancel)).Pending.ShouldBe(1);
        (await two.Upkeep.HealthAsync(Cancel)).Pending.ShouldBe(0);
    }

    [Fact]
    public async Task A_schema_of_a_newer_host_is_refused()
    {
        var fault = await OpenAfterAsync(
            "insert into ihost.schema_version(number, name, checksum, shape) values (9999, '9999_x.sql', 'x', 'y')");
        fault.Message.ShouldContain("9999");
        fault.Message.ShouldContain("newer");
    }

    [Fact]
    public async Task A_schema_that_another_file_made_is_refused() =>
        (await OpenAfterAsync("update ihost.schema_version set checksum = 'another'")).Message.ShouldContain("another");

    [Theory]
    [InlineData("alter table ihost.ledger drop column print", "ledger.print")]
    [InlineData("drop table ihost.intent", "intent ")]
    [InlineData("alter table ihost.change add column mine int", "change.mine")]
    [InlineData("alter table ihost.pending alter column reason type varchar(10)", "pending.reason")]
    [InlineData("alter table ihost.tally drop constraint tally_pkey", "tally")]
    [InlineData("drop function ihost.release_waiting", "release_waiting function")]
    [InlineData("update pg_proc set prosrc = prosrc || ' -- mine' where proname = 'link_again'", "link_again function")]
    public async Task A_schema_that_somebody_changed_is_refused(string change, string named) =>
        (await OpenAfterAsync(change)).Message.ShouldContain(named);

    [Fact]
    public async Task A_schema_that_holds_something_else_is_refused_and_left_alone()
    {
        var database = await Database.NewAsync(server, Cancel);
        await database.DoAsync("create schema ihost; create table ihost.customers (id int)", Cancel);
        var fault = await Should.ThrowAsync<StoreUnusableException>(() => database.OpenAsync(Cancel));
        fault.Message.ShouldContain("'customers'");
        await database.DoAsync("select id from ihost.customers; drop schema ihost cascade", Cancel);
    }

    [Fact]
    public async Task An_index_that_somebody_added_is_none_of_our_business()
    {
        var database = await Database.NewAsync(server, Cancel);
        await (await database.OpenAsync(Cancel)).DisposeAsync();
        await database.DoAsync("create index mine on ihost.history (what)", Cancel);
        await (await database.OpenAsync(Cancel)).DisposeAsync();
    }

    [Fact]
    public void The_files_are_numbered_from_one_without_a_gap() =>
        Migration.All.Select(file => file.Number).ShouldBe(Enumerable.Range(1, Migration.All.Count));

    private async Task<StoreUnusableException> OpenAfterAsync(string change)
    {
        var database = await Database.NewAsync(server, Cancel);
        await using (var store = await database.OpenAsync(Cancel))
        {
            await store.Inbox.AppendAsync(new Append([Some.Change("7")]), Cancel);
        }

        await database.DoAsync(change, Cancel);
        var fault = await Should.ThrowAsync<StoreUnusableException>(() => database.OpenAsync(Cancel));
        await database.DoAsync("do $$ begin assert (select count(*) from ihost.pending) = 1; end $$", Cancel);
        return fault;
    }
}
