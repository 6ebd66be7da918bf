using System.Text.Json;
using IntegrationHost.Engine.Planning;
using Shouldly;

namespace IntegrationHost.Engine.Tests;

public sealed class What_a_field_difference_shows
{
    [Theory]
    [InlineData("""{"memo":"b"}""", """{"memo":"a","other":1}""", "memo: a → b")]
    [InlineData("""{"total":10.50}""", """{"total":"10.5"}""", "")]
    [InlineData("""{"entity":{"id":"7"}}""", """{"entity":{"id":"7","refName":"Ana"}}""", "")]
    [InlineData("""{"entity":{"id":"8"}}""", """{"entity":{"id":"7","refName":"Ana"}}""", "entity: 7 → 8")]
    [InlineData("""{"tranDate":"2026-11-24"}""", """{"tranDate":"2026-11-24T00:00:00Z"}""", "")]
    [InlineData("""{"Memo":"a"}""", """{"memo":"a"}""", "")]
    [InlineData("""{"memo":""}""", """{}""", "")]
    [InlineData("""{"item":{"items":[{"rate":1},{"rate":2}]}}""", """{"item":{"items":[{"rate":1}]}}""",
        "item.items.1.rate: ? → 2")]
    [InlineData("""{"taxable":true}""", """{"taxable":false}""", "taxable: false → true")]
    public void Only_what_is_written_and_means_something_else(string written, string standing, string shown) =>
        Show(written, standing).ShouldBe(shown);

    [Fact]
    public void Of_a_record_that_is_not_there_all_is_new() =>
        Show("""{"externalId":"7","entity":{"id":"1"},"memo":""}""", null)
            .ShouldBe("externalId: nothing → 7, entity.id: nothing → 1, memo: nothing → ");

    private static string Show(string written, string? standing)
    {
        var changes = FieldDifference.Of(JsonDocument.Parse(written).RootElement,
            standing is null ? null : JsonDocument.Parse(standing).RootElement);
        return string.Join(", ", changes.Select(change =>
            $"{change.Path}: {change.Old ?? (change.IsShown ? "nothing" : "?")} → {change.New}"));
    }
}
