using IntegrationHost.Engine.Adopting;
using IntegrationHost.Engine.Tests.Support;
using IntegrationHost.Records;
using Shouldly;

namespace IntegrationHost.Engine.Tests;

public sealed class Adopting_pairs_that_exist
{
    private static readonly LinkRule Email = new("email", "email");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task By_the_outside_key_as_the_script_writes_it_unless_something_else_is_said()
    {
        await using var bench = new Bench();
        await BegunAsync(bench);
        bench.Shop.Change("customer", "1", "5", """{"id":"1","email":"ana@shop.test"}""");
        bench.Erp.Change("customer", "901", "1", """{"externalId":"1","email":"other@shop.test"}""");

        var report = await bench.Engine.Linking.PreviewAsync(Of([], "1"), Cancel);
        report.Pairs.ShouldBe([new LinkPair("1", "1", "customer", "901", "externalId")]);
        report.IsWritten.ShouldBeFalse();
        (await bench.History.CountsAsync(Cancel)).ShouldBeEmpty("a look changes nothing");
    }

    [Fact]
    public async Task What_is_linked_is_updated_and_never_made_again()
    {
        await using var bench = new Bench();
        await BegunAsync(bench);
        bench.Shop.Change("customer", "1", "5", """{"id":"1","email":"ana@shop.test"}""");
        bench.Erp.Change("customer", "901", "1", """{"email":"ana@shop.test"}""");
        (await bench.Engine.Linking.AdoptAsync(Of([Email], "1"), "ana", Cancel)).IsWritten.ShouldBeTrue();
        await bench.State.HappenedAsync("settle", 1);
        bench.Erp.Writes.ShouldBeEmpty("linking writes nothing");
        var state = (await bench.History.FindAsync("1", Cancel)).Single();
        (state.State, state.Entry!.TargetId).ShouldBe(("written", "901"));

        bench.Shop.Put("customer", "1", "6", """{"id":"1","email":"anna@shop.test"}""");
        bench.Engine.PollNow("customers");
        await bench.State.HappenedAsync("settle", 2);
        bench.Erp.Writes.Single().Id.ShouldBe("901");
        bench.Erp.CountOf("customer").ShouldBe(1);
        (await bench.History.OfAsync(state.Record, Cancel)).Select(entry => entry.What).ShouldContain("linked");
    }

    [Fact]
    public async Task The_surest_rule_decides_and_what_is_not_sure_is_left_to_a_person()
    {
        await using var bench = new Bench();
        await BegunAsync(bench);
        bench.Shop.Change("customer", "1", "1", """{"id":"1","email":"ana@shop.test"}""");
        bench.Shop.Change("customer", "2", "1", """{"id":"2","email":"bo@shop.test"}""");
        bench.Shop.Change("customer", "3", "1", """{"id":"3","email":"cy@shop.test"}""");
        bench.Shop.Change("customer", "4", "1", """{"id":"4","email":"cy@shop.test"}""");
        bench.Shop.Change("customer", "5", "1", """{"id":"5","email":"di@shop.test"}""");
        bench.Erp.Change("customer", "901", "1", """{"externalId":"1","email":"bo@shop.test"}""");
        bench.Erp.Change("customer", "902", "1", """{"externalId":"x","email":"bo@shop.test"}""");
        bench.Erp.Change("customer", "903", "1", """{"externalId":"y","email":"cy@shop.test"}""");

        var report = await bench.Engine.Linking.AdoptAsync(
            Of([new LinkRule("", "externalId"), Email], "1", "2", "3", "4", "5"), "ana", Cancel);
        await bench.State.HappenedAsync("settle", 1);

        report.Pairs.ShouldBe([new LinkPair("1", "1", "customer", "901", "externalId")]);
        report.Ambiguous.Select(record => (record.Id, record.Why)).ShouldBe(
        [
            ("2", "2 customer records have email 'bo@shop.test'"),
            ("3", "2 customer records claim customer 903"),
            ("4", "2 customer records claim customer 903"),
        ]);
        report.Missing.ShouldBe(1);
    }

    [Fact]
    public async Task A_partner_that_is_linked_already_is_not_linked_twice()
    {
        await using var bench = new Bench();
        await BegunAsync(bench);
        bench.Shop.Change("customer", "1", "1", """{"id":"1","email":"ana@shop.test"}""");
        bench.Shop.Change("customer", "2", "1", """{"id":"2","email":"ana@shop.test"}""");
        bench.Erp.Change("customer", "901", "1", """{"email":"ana@shop.test"}""");
        await bench.Engine.Linking.AdoptAsync(Of([Email], "1"), "ana", Cancel);
        await bench.State.HappenedAsync("settle", 1);

        var report = await bench.Engine.Linking.PreviewAsync(Of([Email], "1", "2"), Cancel);
        report.Linked.ShouldBe(1);
        report.Ambiguous.Single().Why.ShouldBe("customer 901 is linked with customer 1 already");
    }

    [Fact]
    public async Task A_change_that_came_before_its_pair_is_written_to_the_partner()
    {
        await using var bench = new Bench();
        bench.Scripts.With("customer.csx", script => script.Refuse("not yet"));
        bench.Shop.Put("customer", "1", "5", """{"id":"1","email":"ana@shop.test"}""");
        bench.Erp.Change("customer", "901", "1", """{"email":"ana@shop.test"}""");
        await bench.StartAsync(Bench.Customers);
        await bench.State.HappenedAsync("park", 1);
        bench.Scripts.With("customer.csx", script => Written(script));

        await bench.Engine.Linking.AdoptAsync(Of([Email], "1"), "ana", Cancel);
        await bench.State.HappenedAsync("settle", 2);
        bench.Erp.Writes.Single().Id.ShouldBe("901");
    }

    private static LinkOrder Of(LinkRule[] by, params string[] ids) => new("customers", by, null, ids);

    private static Record Written(IntegrationHost.Mapping.MappingScript script) => new()
    {
        ["externalId"] = script.source.Text("id"),
        ["email"] = script.source.Text("email"),
    };

    private static async Task BegunAsync(Bench bench)
    {
        bench.Scripts.With("customer.csx", script => Written(script));
        await bench.StartAsync(Bench.Customers);
        await bench.State.HappenedAsync("cursor", 2);
    }
}
