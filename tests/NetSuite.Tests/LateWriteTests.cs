using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Errors;
using IntegrationHost.Plugins.NetSuite.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.NetSuite.Tests;

/// <summary>NetSuite works on after we gave up: the write is made once, whenever it is finished and however often it
/// was sent.</summary>
public sealed class LateWriteTests
{
    private const int LateSeconds = 600;

    private readonly TestAccount _account = new();
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    public static TheoryData<string> Entities() => [.. NetSuiteEntities.All
        .Where(entity => entity.Abilities.HasFlag(Abilities.Create)).Select(entity => entity.Name)];

    [Theory]
    [MemberData(nameof(Entities))]
    public async Task What_is_finished_after_it_was_sent_again_is_there_once(string entity)
    {
        var write = await SentAndUnansweredAsync(entity);
        (await RecoverAsync(write)).ShouldBeOfType<Recovery.NotWritten>("NetSuite has not finished it");

        (await ApplyAsync(write)).ShouldBeOfType<Outcome.Created>();
        _account.Time.Advance(TimeSpan.FromSeconds(LateSeconds + 1));

        Mine(write).ShouldBe(1);
        (await RecoverAsync(write)).ShouldBeOfType<Recovery.Landed>();
    }

    [Theory]
    [MemberData(nameof(Entities))]
    public async Task What_is_finished_before_it_is_sent_again_is_there_once(string entity)
    {
        var write = await SentAndUnansweredAsync(entity);
        (await RecoverAsync(write)).ShouldBeOfType<Recovery.NotWritten>("NetSuite has not finished it");
        _account.Time.Advance(TimeSpan.FromSeconds(LateSeconds + 1));

        await ApplyAsync(write);

        Mine(write).ShouldBe(1);
        (await RecoverAsync(write)).ShouldBeOfType<Recovery.Landed>();
    }

    [Fact]
    public async Task Stock_that_is_adjusted_late_and_again_is_adjusted_once()
    {
        var write = await SentAndUnansweredAsync("inventoryAdjustment");
        await ApplyAsync(write);
        _account.Time.Advance(TimeSpan.FromSeconds(LateSeconds + 1));

        var level = (await _account.Connector().ReadAsync(
            "aggregateItemLocation", [$"{_account.Item}-{_account.Location}"], _cancel)).Single().Record;
        level.Number("quantityOnHand").ShouldBe(6, "seven, less one");
    }

    // The payment was corrected in the shop before the first attempt showed.
    [Fact]
    public async Task What_an_older_version_made_late_gets_the_amount_of_the_newer_one()
    {
        var first = await SentAndUnansweredAsync("customerDeposit");
        var newer = first with { Record = Changed(first.Record, "payment", 6), Key = "late|newer" };
        _account.Time.Advance(TimeSpan.FromSeconds(LateSeconds + 1));

        (await ApplyAsync(newer)).ShouldBeOfType<Outcome.Updated>();

        (await RecoverAsync(newer)).ShouldBeOfType<Recovery.Landed>();
        Mine(newer).ShouldBe(1);
        _account.Records("customerDeposit").EnumerateArray().Single().GetProperty("payment").GetDecimal().ShouldBe(6);
    }

    [Fact]
    public async Task A_newer_version_is_not_taken_for_the_older_one_that_landed_late()
    {
        var first = await SentAndUnansweredAsync("customerDeposit");
        var newer = first with { Record = Changed(first.Record, "payment", 6), Key = "late|newer" };
        _account.Time.Advance(TimeSpan.FromSeconds(LateSeconds + 1));

        (await RecoverAsync(newer)).ShouldBeOfType<Recovery.Partly>("the host sends it again");
        (await RecoverAsync(first)).ShouldBeOfType<Recovery.Landed>();
    }

    private static Record Changed(Record record, string field, decimal amount)
    {
        var fields = JsonNode.Parse(record.ToUtf8())!.AsObject();
        fields[field] = amount;
        return Record.Parse(fields.ToJsonString());
    }

    private async Task<Write> SentAndUnansweredAsync(string entity)
    {
        var record = Record.Parse(new PlayedRecords(_account).New(entity, 1).ToUtf8());
        var write = new Write(entity, record, $"late|{entity}");
        _account.Post("faults", $$"""
            {"path":"{{entity}}","method":"{{MethodOf(entity)}}","status":504,"commitAfterSeconds":{{LateSeconds}}}
            """);
        await Should.ThrowAsync<NetSuiteException>(() => ApplyAsync(write));
        return write;
    }

    private static string MethodOf(string entity) =>
        NetSuiteEntities.All.Single(each => each.Name == entity).CreateNature == WriteNature.NeedsIntent
            ? "POST" : "PUT";

    private int Mine(Write write) => _account.Records(write.Entity).EnumerateArray().Count(
        record => record.TryGetProperty("externalId", out var id) && id.GetString() == write.Record.Text("externalId"));

    private Task<Outcome> ApplyAsync(Write write) => _account.Connector().ApplyAsync(write, _cancel);

    private Task<Recovery> RecoverAsync(Write write) => _account.Connector().RecoverAsync(write, _cancel);
}
