using IntegrationHost.Storage.Embedded;
using IntegrationHost.Storage.Tests.Support;
using LiteDB;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Embedded;

public sealed class When_a_write_to_the_state_fails : IAsyncDisposable
{
    private readonly LiteDatabase _database = new(new MemoryStream());
    private readonly StoreState _state;
    private readonly OwnerThread _owner;

    public When_a_write_to_the_state_fails()
    {
        _state = StoreState.Load(_database);
        _owner = new OwnerThread(_database);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_store_says_why_and_takes_nothing_more()
    {
        (await Should.ThrowAsync<StoreFailedException>(FailAsync)).Message.ShouldContain("the disk is gone");
        var later = await Should.ThrowAsync<StoreFailedException>(() => _owner.ReadAsync(_ => 1, Cancel));
        later.Message.ShouldContain("the disk is gone");
        later.Message.ShouldContain("until the host is started again");
    }

    [Fact]
    public async Task Health_says_so_instead_of_failing()
    {
        var upkeep = new EmbeddedUpkeep(_owner, _state, "nowhere", new FakeTimeProvider(Some.Morning));
        (await upkeep.HealthAsync(Cancel)).Ok.ShouldBeTrue();
        await Should.ThrowAsync<StoreFailedException>(FailAsync);
        var health = await upkeep.HealthAsync(Cancel);
        health.Ok.ShouldBeFalse();
        health.Detail.ShouldContain("the disk is gone");
    }

    [Fact]
    public async Task A_closed_store_says_that_it_is_closed()
    {
        await _owner.DisposeAsync();
        (await Should.ThrowAsync<StoreFailedException>(() => _owner.ReadAsync(_ => 1, Cancel)))
            .Message.ShouldContain("closed");
    }

    private Task FailAsync() => _owner.WriteAsync<bool>(
        database =>
        {
            database.Values().Upsert(new BsonDocument { ["_id"] = "half" });
            throw new IOException("the disk is gone");
        },
        Cancel);

    public async ValueTask DisposeAsync()
    {
        await _owner.DisposeAsync();
        _database.Dispose();
    }
}
