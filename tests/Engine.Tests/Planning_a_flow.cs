using IntegrationHost.Engine.Planning;
using IntegrationHost.Engine.Tests.Support;
using IntegrationHost.Records;
using Shouldly;

namespace IntegrationHost.Engine.Tests;

public sealed class Planning_a_flow
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_shows_what_would_be_created_changed_and_left_and_writes_nothing()
    {
        await using var bench = new Bench();
        Customer(bench, "1", "Ana");
        Customer(bench, "2", "Bo");
        await bench.StartAsync(WithNames(bench));
        await bench.State.HappenedAsync("settle", 2);
        var writes = bench.Erp.Writes.Count;

        bench.Shop.Change("customer", "1", "2", """{"id":"1","name":"Anna"}""");
        bench.Shop.Change("customer", "3", "1", """{"id":"3","name":"Cy"}""");
        var plan = await bench.Engine.Plans.MakeAsync(Of("1", "2", "3", "4"), Cancel);

        plan.Records.Select(record => (record.Record.Id, record.What)).ShouldBe(
        [
            ("1", PlannedKind.Update), ("2", PlannedKind.Nothing), ("3", PlannedKind.Create), ("4", PlannedKind.Skip),
        ]);
        plan.Records[0].Fields.ShouldBe([new FieldChange("name", "Ana", "Anna", true)]);
        plan.Records[2].Fields.ShouldBe(
            [new FieldChange("externalId", null, "3", true), new FieldChange("name", null, "Cy", true)]);
        bench.Erp.Writes.Count.ShouldBe(writes);
    }

    [Fact]
    public async Task Released_it_does_just_that_a_canary_first()
    {
        await using var bench = new Bench();
        await bench.StartAsync(WithNames(bench));
        await bench.State.HappenedAsync("cursor", 2);
        bench.Shop.Change("customer", "1", "1", """{"id":"1","name":"Ana"}""");
        bench.Shop.Change("customer", "2", "1", """{"id":"2","name":"Bo"}""");
        var plan = await bench.Engine.Plans.MakeAsync(Of("1", "2"), Cancel);

        (await bench.Engine.Plans.ReleaseAsync(plan.Id, 1, "ana", Cancel)).Released.ShouldBe(1);
        await bench.State.HappenedAsync("settle", 1);
        bench.Erp.Writes.Single().Record.Text("name").ShouldBe("Ana");

        var rest = await bench.Engine.Plans.MakeAsync(Of("1", "2"), Cancel);
        rest.Records.Select(record => record.What).ShouldBe([PlannedKind.Nothing, PlannedKind.Create]);
        (await bench.Engine.Plans.ReleaseAsync(rest.Id, int.MaxValue, "ana", Cancel)).Released.ShouldBe(1);
        await bench.State.HappenedAsync("settle", 2);
        bench.Erp.CountOf("customer").ShouldBe(2);
    }

    [Fact]
    public async Task It_is_refused_when_its_target_has_moved_since()
    {
        await using var bench = new Bench();
        Customer(bench, "1", "Ana");
        await bench.StartAsync(WithNames(bench));
        await bench.State.HappenedAsync("settle", 1);
        bench.Shop.Change("customer", "1", "2", """{"id":"1","name":"Anna"}""");
        var plan = await bench.Engine.Plans.MakeAsync(Of("1"), Cancel);

        bench.Erp.Change("customer", plan.Records[0].TargetId!, "2", """{"externalId":"1","name":"somebody else"}""");
        var answer = await bench.Engine.Plans.ReleaseAsync(plan.Id, int.MaxValue, "ana", Cancel);

        answer.Released.ShouldBe(0);
        answer.Moved.ShouldBe(["1"]);
        bench.Erp.Writes.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task It_is_refused_when_its_source_or_its_script_has_moved_since()
    {
        await using var bench = new Bench();
        await bench.StartAsync(WithNames(bench));
        await bench.State.HappenedAsync("cursor", 2);
        bench.Shop.Change("customer", "1", "1", """{"id":"1","name":"Ana"}""");
        var plan = await bench.Engine.Plans.MakeAsync(Of("1"), Cancel);
        bench.Shop.Change("customer", "1", "2", """{"id":"1","name":"Anna"}""");
        (await bench.Engine.Plans.ReleaseAsync(plan.Id, 1, "ana", Cancel)).Moved.ShouldBe(["1"]);

        plan = await bench.Engine.Plans.MakeAsync(Of("1"), Cancel);
        bench.Scripts.With("customer.csx", script => new Record { ["externalId"] = "new" });
        (await bench.Engine.Plans.ReleaseAsync(plan.Id, 1, "ana", Cancel)).Moved.ShouldBe(["1"]);
    }

    [Fact]
    public async Task Of_a_cause_it_shows_what_its_records_would_do_with_the_script_as_it_is_now()
    {
        await using var bench = new Bench();
        bench.Scripts.With("order.csx", script => script.Refuse("no customer"));
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""", "#1007");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("park", 1);
        var cause = (await bench.History.ProblemsAsync(Cancel)).Single().Cause;
        var order = new PlanOrder("orders", null, null, cause);
        (await bench.Engine.Plans.MakeAsync(order, Cancel)).Records.Single().What.ShouldBe(PlannedKind.Refuse);

        bench.Scripts.With("order.csx", script => new Record { ["externalId"] = script.source.Text("id") });
        var plan = await bench.Engine.Plans.MakeAsync(order, Cancel);
        (plan.Records.Single().What, plan.Records.Single().Name).ShouldBe((PlannedKind.Create, "#1007"));
        (await bench.Engine.Plans.ReleaseAsync(plan.Id, int.MaxValue, "ana", Cancel)).Released.ShouldBe(1);
        await bench.State.HappenedAsync("settle", 1);
        (await bench.History.ProblemsAsync(Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_plan_that_is_not_kept_any_more_says_so()
    {
        await using var bench = new Bench();
        await bench.StartAsync(WithNames(bench));
        (await Should.ThrowAsync<ArgumentException>(
            () => bench.Engine.Plans.ReleaseAsync("0-1", 1, "ana", Cancel))).Message.ShouldBe(
            "there is no plan '0-1' any more: plans are kept for a day and until the host stops; make it again");
    }

    private static PlanOrder Of(params string[] ids) => new("customers", null, ids, null);

    private static FlowDefinition WithNames(Bench bench)
    {
        bench.Scripts.With("customer.csx", script => new Record
        {
            ["externalId"] = script.source.Text("id"),
            ["name"] = script.source.Text("name"),
        });
        return Bench.Customers;
    }

    private static void Customer(Bench bench, string id, string name) =>
        bench.Shop.Put("customer", id, "1", $$"""{"id":"{{id}}","name":"{{name}}"}""");
}
