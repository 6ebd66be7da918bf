using IntegrationHost.App.Hosting;
using IntegrationHost.Connectors;
using IntegrationHost.Engine;
using IntegrationHost.Scripting;
using Shouldly;

namespace IntegrationHost.App.Tests;

/// <summary>The fields that scripts write beside those that the account has.</summary>
public sealed class Checking_fields
{
    private static readonly FlowDefinition Flow = new(
        "orders", "order", new Endpoint("shop", "order"), new Endpoint("erp", "salesOrder"), "order.csx")
    {
        Since = DateTimeOffset.UnixEpoch,
    };

    private readonly PlayedCatalogue _erp = new(
        new FieldInfo("memo", FieldKind.Text), new FieldInfo("promotions", FieldKind.Record),
        new FieldInfo("item", FieldKind.Record), new FieldInfo("item.items", FieldKind.List),
        new FieldInfo("item.items.rate", FieldKind.Number));

    [Fact]
    public async Task A_field_that_the_account_does_not_have_is_named_with_the_line_of_the_script() =>
        (await FindingsAsync(new FieldUse("custbody_channel", true, "order.csx", 12, 5)))
            .ShouldBe(["order.csx: order.csx(12,5): erp/salesOrder has no field 'custbody_channel'; correct the name, "
                + "or make the field in erp"]);

    [Theory]
    [InlineData("Memo", true, true)]
    [InlineData("rate", true, false)] // a line's, not the header's
    [InlineData("rate", false, true)] // where it goes does not stand in the text
    [InlineData("rat", false, false)]
    [InlineData("item.items.rate", true, true)]
    [InlineData("items.memo", false, false)]
    [InlineData("promotions.items.promoCode", true, true)] // not described
    public async Task A_field_is_looked_for_where_it_is_written(string path, bool isWhole, bool isKnown) =>
        (await FindingsAsync(new FieldUse(path, isWhole, "order.csx", 1, 1))).Length.ShouldBe(isKnown ? 0 : 1);

    [Fact]
    public async Task A_catalogue_that_cannot_be_read_is_a_finding()
    {
        _erp.Fault = new InvalidOperationException("the role may not");

        (await FindingsAsync(new FieldUse("memo", true, "order.csx", 1, 1))).ShouldHaveSingleItem()
            .ShouldContain("could not be read: the role may not");
    }

    private async Task<string[]> FindingsAsync(params FieldUse[] fields) =>
        [.. (await FieldCheck.CheckAsync(Flow, fields, new Dictionary<string, IConnector> { ["erp"] = _erp },
            TestContext.Current.CancellationToken)).Select(finding => finding.ToString())];

    private sealed class PlayedCatalogue(params FieldInfo[] fields) : IFieldCatalogue
    {
        public Exception? Fault { get; set; }

        public IReadOnlyList<EntityInfo> Entities => [];

        public Task<IReadOnlyList<FieldInfo>> FieldsAsync(string entity, CancellationToken cancel) => Fault is { } fault
            ? Task.FromException<IReadOnlyList<FieldInfo>>(fault)
            : Task.FromResult<IReadOnlyList<FieldInfo>>(fields);

        public Task<Health> CheckAsync(CancellationToken cancel) => Task.FromResult(new Health(true, "here"));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
