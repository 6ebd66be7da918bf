using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Tests.Support;
using IntegrationHost.Mapping;
using IntegrationHost.Records;
using Shouldly;

namespace IntegrationHost.Engine.Tests;

public sealed class When_something_is_missing
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_order_waits_for_its_customer_and_goes_on_when_the_customer_arrives()
    {
        await using var bench = new Bench();
        bench.Scripts.With("order.csx", script => new Record
        {
            ["entity"] = new Record { ["id"] = script.Link("customer", script.source.Text("customer.id")) },
        });
        bench.Shop.Put("order", "7", "1", """{"id":"7","customer":{"id":"c1"}}""");
        await bench.StartAsync(Bench.Customers, Bench.Orders);
        await bench.State.HappenedAsync("park", 1);
        (await bench.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem().NeedsPerson.ShouldBeFalse();

        bench.Shop.Put("customer", "c1", "1", """{"id":"c1"}""");
        bench.Engine.PollNow("customers");
        await bench.State.HappenedAsync("settle", 1);
        bench.Time.Advance(TimeSpan.FromSeconds(3));
        await bench.State.HappenedAsync("settle", 2);

        var order = bench.Erp.Writes.Single(write => write.Entity == "salesOrder");
        order.Record.Text("entity.id").ShouldBe("1");
        (await bench.History.ProblemsAsync(Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unmapped_value_is_one_problem_for_all_records_and_mapping_it_releases_them_all()
    {
        await using var bench = new Bench();
        bench.Scripts.With("order.csx", script =>
        {
            script.Expect("total", script.source.Money("total"), "USD");
            return new Record
            {
                ["total"] = script.source.Money("total"),
                ["method"] = script.Table("payment-methods", "klarna"),
            };
        });
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"10.50"}""", "#7");
        bench.Shop.Put("order", "8", "1", """{"id":"8","total":"4.25"}""", "#8");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("park", 2);

        var problem = (await bench.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem();
        problem.Count.ShouldBe(2);
        problem.Cause.ShouldBe("unmapped-value/payment-methods/klarna");
        problem.AtStake.ShouldHaveSingleItem().Amount.ShouldBe(14.75m);

        (await bench.Engine.MapAsync("payment-methods", "klarna", "5", "ana", Cancel)).ShouldBe(2);
        await bench.State.HappenedAsync("settle", 2);
        bench.Erp.Writes.ShouldAllBe(write => write.Record.Text("method") == "5");
        (await bench.History.ProblemsAsync(Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unmapped_value_that_two_flows_need_is_one_problem()
    {
        await using var bench = new Bench();
        MappingResult Script(MappingScript script) => new Record { ["x"] = script.Table("payment-methods", "klarna") };
        bench.Scripts.With("order.csx", Script).With("payment.csx", Script);
        bench.Shop.Put("order", "7", "1", """{"id":"7"}""");
        bench.Shop.Put("payment", "t7", "1", """{"id":"t7"}""");
        var payments = Bench.Orders with { Name = "payments", Link = "payment", From = new("shop", "payment"),
            To = new("erp", "deposit"), Script = "payment.csx" };
        await bench.StartAsync(Bench.Orders, payments);
        await bench.State.HappenedAsync("park", 2);

        (await bench.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem().Flows.Count.ShouldBe(2);
        (await bench.Engine.MapAsync("payment-methods", "klarna", "5", "ana", Cancel)).ShouldBe(2);
        await bench.State.HappenedAsync("settle", 2);
    }

    [Fact]
    public async Task An_unmapped_value_is_told_although_the_record_lacks_other_things_too()
    {
        await using var bench = new Bench();
        bench.Scripts.With("order.csx", script => new Record
        {
            ["entity"] = script.Link("customer", "c1"),
            ["x"] = script.Table("payment-methods", "klarna"),
        });
        bench.Shop.Put("order", "7", "1", """{"id":"7"}""");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("park", 1);

        (await bench.History.ProblemsAsync(Cancel)).ShouldContain(problem => problem.Code == "unmapped-value");
    }

    [Fact]
    public async Task What_waits_longer_than_it_may_needs_a_person()
    {
        await using var bench = new Bench();
        bench.Scripts.With("order.csx", script => new Record { ["entity"] = script.Link("customer", "c1") });
        bench.Shop.Put("order", "7", "1", """{"id":"7"}""");
        await bench.StartAsync(Bench.Orders with { HoldAlarmAfter = TimeSpan.FromHours(6) });
        await bench.State.HappenedAsync("park", 1);
        bench.Time.Advance(TimeSpan.FromHours(5));
        (await bench.Engine.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem().NeedsPerson.ShouldBeFalse();

        bench.Time.Advance(TimeSpan.FromHours(2));
        var problem = (await bench.Engine.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem();
        problem.NeedsPerson.ShouldBeTrue();
        problem.Text.ShouldBe(
            "the customer is not in erp yet; one has waited since 2026-11-24 08:00, longer than 6 hours");
    }

    [Fact]
    public async Task What_is_held_again_and_again_has_waited_since_it_was_held_first()
    {
        await using var bench = new Bench();
        bench.Scripts.With("order.csx", script => new Record { ["entity"] = script.Link("customer", "c1") });
        bench.Shop.Put("order", "7", "1", """{"id":"7"}""");
        await bench.StartAsync(Bench.Orders with { HoldAlarmAfter = TimeSpan.FromHours(6) });
        await bench.State.HappenedAsync("park", 1);
        var cause = (await bench.Engine.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem().Cause;
        for (var again = 2; again <= 3; again++)
        {
            bench.Time.Advance(TimeSpan.FromHours(4));
            (await bench.Engine.ReleaseAsync(cause, int.MaxValue, "ana", Cancel)).ShouldBe(1);
            await bench.State.HappenedAsync("park", again);
        }

        var problem = (await bench.Engine.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem();
        problem.NeedsPerson.ShouldBeTrue();
        problem.Text.ShouldContain("one has waited since 2026-11-24 08:00, longer than 6 hours");
    }

    [Fact]
    public async Task A_script_sees_what_stands_in_the_target_for_its_record()
    {
        await using var bench = new Bench();
        bench.Scripts.With("payment.csx", script => new Record
        {
            ["status"] = script.Read("order")?.Text("status") ?? "none",
            ["billed"] = script.Read("invoices")?.List("records").Sum(invoice => invoice.Money("total")) ?? 0m,
        });
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""");
        var payments = Bench.Orders with
        {
            Name = "payments", Link = "payment", From = new("shop", "payment"), To = new("erp", "deposit"),
            Script = "payment.csx",
            Reads = new Dictionary<string, RelatedRead>
            {
                ["order"] = new("salesOrder", "order") { Link = "order" },
                ["invoices"] = new("invoice", "order") { Link = "order", By = "createdFrom" },
            },
        };
        await bench.StartAsync(Bench.Orders, payments);
        await bench.State.HappenedAsync("settle", 1);
        bench.Erp.Put("salesOrder", "1", "1", """{"status":"B"}""");
        bench.Erp.Put("invoice", "90", "1", """{"createdFrom":"1","total":"3"}""");
        bench.Erp.Put("invoice", "91", "1", """{"createdFrom":"1","total":"4.5"}""");
        bench.Erp.Put("invoice", "92", "1", """{"createdFrom":"2","total":"8"}""");
        bench.Shop.Put("payment", "t7", "1", """{"id":"t7","order":"7"}""");
        bench.Engine.PollNow("payments");
        await bench.State.HappenedAsync("settle", 2);

        bench.Erp.Put("salesOrder", "1", "2", """{"status":"H"}""");
        (await bench.Engine.ReplayAsync(new RecordKey("payments", "payment", "t7"), "ana", Cancel)).ShouldBeTrue();
        await bench.State.HappenedAsync("settle", 3);

        var deposit = bench.Erp.Writes.Where(write => write.Entity == "deposit").ShouldHaveSingleItem();
        deposit.Record.Text("status").ShouldBe("B");
        deposit.Record.Money("billed").ShouldBe(7.5m);
    }

    [Fact]
    public async Task An_entry_that_came_into_a_table_file_releases_what_waits_for_it()
    {
        await using var bench = new Bench();
        bench.Scripts.With("order.csx", script => new Record
        {
            ["method"] = script.Table("payment-methods", "klarna"),
        });
        bench.Shop.Put("order", "7", "1", """{"id":"7"}""");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("park", 1);

        bench.Values.Mapped("payment-methods", "klarna", "5");
        bench.Time.Advance(TimeSpan.FromSeconds(61));
        await bench.State.HappenedAsync("settle", 1);

        bench.Erp.Writes.ShouldHaveSingleItem().Record.Text("method").ShouldBe("5");
    }

    [Fact]
    public async Task What_arrived_while_the_host_was_down_is_seen_at_the_start()
    {
        await using var bench = new Bench();
        bench.Scripts.With("order.csx", script => new Record
        {
            ["method"] = script.Table("payment-methods", "klarna"),
        });
        bench.Shop.Put("order", "7", "1", """{"id":"7"}""");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("park", 1);
        await bench.StopAsync();

        bench.Values.Mapped("payment-methods", "klarna", "5");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("settle", 1);

        bench.Erp.Writes.ShouldHaveSingleItem().Record.Text("method").ShouldBe("5");
    }

    [Fact]
    public async Task A_missing_item_is_looked_for_again_until_it_is_there()
    {
        await using var bench = new Bench();
        bench.Scripts.With("order.csx", script => new Record
        {
            ["item"] = new Record { ["id"] = script.Find("item", by: "itemId", "SKU-1") },
        });
        bench.Shop.Put("order", "7", "1", """{"id":"7"}""");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("park", 1);
        (await bench.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem().Text.ShouldContain("SKU-1");

        bench.Erp.Put("item", "215", "1", """{"itemId":"SKU-1"}""");
        bench.Time.Advance(TimeSpan.FromSeconds(16));
        await bench.State.HappenedAsync("requeue", 1);
        bench.Time.Advance(TimeSpan.FromSeconds(3));
        await bench.State.HappenedAsync("settle", 1);

        bench.Erp.Writes.ShouldHaveSingleItem().Record.Text("item.id").ShouldBe("215");
    }

    [Fact]
    public async Task Stock_of_what_the_target_does_not_sell_is_one_line_and_nobodys_work()
    {
        await using var bench = new Bench();
        bench.Scripts.With("order.csx", script => new Record
        {
            ["item"] = script.Find("item", by: "itemId", script.source.Text("sku")),
        });
        bench.Shop.Put("order", "7", "1", """{"id":"7","sku":"A"}""");
        bench.Shop.Put("order", "8", "1", """{"id":"8","sku":"B"}""");
        await bench.StartAsync(Bench.Orders with { Priority = Limits.Priority.Inventory });
        await bench.State.HappenedAsync("park", 2);

        var problem = (await bench.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem();
        problem.Count.ShouldBe(2);
        problem.NeedsPerson.ShouldBeFalse();
    }

    [Fact]
    public async Task Two_records_for_one_value_are_a_problem_for_a_person()
    {
        await using var bench = new Bench();
        bench.Scripts.With("order.csx", script => new Record { ["item"] = script.Find("item", by: "itemId", "SKU-1") });
        bench.Erp.Put("item", "215", "1", """{"itemId":"SKU-1"}""");
        bench.Erp.Put("item", "216", "1", """{"itemId":"SKU-1"}""");
        bench.Shop.Put("order", "7", "1", """{"id":"7"}""");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("park", 1);

        var problem = (await bench.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem();
        problem.Code.ShouldBe("ambiguous");
        problem.NeedsPerson.ShouldBeTrue();
        bench.Erp.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_flow_whose_script_never_compiled_leaves_its_records_untouched()
    {
        await using var bench = new Bench();
        bench.Shop.Put("order", "7", "1", """{"id":"7"}""");
        await bench.StartAsync(Bench.Orders with { Script = "nowhere.csx" });
        await bench.State.HappenedAsync("append", 1);

        var counts = (await bench.History.CountsAsync(Cancel)).Single(flow => flow.Flow == "orders");
        counts.Pending.ShouldBe(1);
        bench.Engine.Status().Flows.Single().ScriptVersion.ShouldBeNull();
    }
}
