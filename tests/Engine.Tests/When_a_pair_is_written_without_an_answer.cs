using IntegrationHost.Connectors;
using IntegrationHost.Engine.Tests.Support;
using IntegrationHost.Records;
using Shouldly;

namespace IntegrationHost.Engine.Tests;

/// <summary>A record of a link that is kept both ways was written, and what came of it was not known at once.</summary>
public sealed class When_a_pair_is_written_without_an_answer
{
    private static readonly FlowDefinition There = Bench.Customers with { Conflict = ConflictPolicy.Ask };
    private static readonly FlowDefinition Back = Bench.CustomersBack with { Conflict = ConflictPolicy.Ask };

    // Found by the simulation: seed 176.
    [Fact]
    public async Task An_edit_over_there_since_is_brought_back_and_not_written_over()
    {
        await using var bench = await StoppedAsync();
        bench.Erp.Edit("customer", "1", """{"phone":"2"}""");
        bench.Shop.Edit("customer", "c1", """{"email":"new@x.de"}""");
        bench.Erp.Recover = _ => new Recovery.Partly("it stands and looks otherwise") { Id = "1" };

        await StartAsync(bench);

        await ShowsAsync(bench, ("new@x.de", "2"));
        (bench.Erp.Effects, bench.Shop.Effects).ShouldBe((2, 1), "made, and one write for each edit");
    }

    [Fact]
    public async Task An_edit_here_since_is_carried_and_nobody_is_asked()
    {
        await using var bench = await StoppedAsync();
        bench.Shop.Edit("customer", "c1", """{"email":"new@x.de"}""");

        await StartAsync(bench);

        await ShowsAsync(bench, ("new@x.de", "1"));
        (bench.Erp.Effects, bench.Shop.Effects).ShouldBe((2, 0));
    }

    [Fact]
    public async Task An_edit_here_after_one_that_landed_is_carried_and_nobody_is_asked()
    {
        await using var bench = await StoppedAsync();
        await StartAsync(bench);
        await bench.StopAfterWriteAsync(There, """{"phone":"3"}""");
        bench.Shop.Edit("customer", "c1", """{"phone":"4"}""");

        await StartAsync(bench);

        await ShowsAsync(bench, ("a@x.de", "4"));
        (bench.Erp.Effects, bench.Shop.Effects).ShouldBe((3, 0));
    }

    [Fact]
    public async Task An_edit_over_there_after_one_that_landed_is_brought_back_and_nobody_is_asked()
    {
        await using var bench = await StoppedAsync();
        await StartAsync(bench);
        await bench.StopAfterWriteAsync(There, """{"phone":"3"}""");
        bench.Erp.Edit("customer", "1", """{"email":"new@x.de"}""");

        await StartAsync(bench);

        await ShowsAsync(bench, ("new@x.de", "3"));
        (bench.Erp.Effects, bench.Shop.Effects).ShouldBe((2, 1));
    }

    [Fact]
    public async Task What_was_edited_over_there_and_not_sent_is_still_to_be_brought_back()
    {
        await using var bench = await StoppedAsync();
        bench.Scripts.With("back.csx", script => new Record
        {
            ["id"] = script.Link("customer", script.source.Text("id")),
            ["phone"] = "+" + script.source.Text("phone"),
        });
        await StartAsync(bench);
        bench.Erp.Edit("customer", "1", """{"phone":"9"}""");
        await bench.StopAfterWriteAsync(There, """{"email":"new@x.de"}""");
        bench.Erp.Writes[^1].Record.Has("phone").ShouldBeFalse("that is not ours to say");

        bench.Erp.FeedFault = _ => new IOException("away");
        await bench.StartAsync(There, Back);
        await bench.SettleDownAsync(There);
        bench.Erp.FeedFault = _ => null;
        await bench.SettleDownAsync(There, Back);

        bench.Shop.RecordOf("customer", "c1")!.Text("phone").ShouldBe("+9");
    }

    // Found by the simulation: seed 152. What the two sides said last before was not agreed.
    [Fact]
    public async Task An_edit_right_after_the_write_that_decides_between_two_is_brought_back()
    {
        var mine = There with { Conflict = ConflictPolicy.Target };
        var theirs = Back with { Conflict = ConflictPolicy.Source };
        await using var bench = await StoppedAsync();
        await StartAsync(bench, mine, theirs);
        bench.Shop.Edit("customer", "c1", """{"phone":"2"}""");
        bench.Erp.Edit("customer", "1", """{"phone":"3"}""");
        await bench.SettleDownAsync(mine);
        bench.Shop.AfterWrite = _ =>
        {
            bench.Shop.AfterWrite = _ => { };
            bench.Shop.Edit("customer", "c1", """{"phone":"4"}""");
        };

        await bench.SettleDownAsync(mine, theirs);

        await ShowsAsync(bench, ("a@x.de", "4"));
    }

    private static async Task<Bench> StoppedAsync()
    {
        var bench = Bench.Paired();
        bench.Scripts.With("back.csx", script => new Record
        {
            ["id"] = script.Link("customer", script.source.Text("id")),
            ["email"] = script.source.TextOrNull("email"),
            ["phone"] = script.source.TextOrNull("phone"),
        });
        await StartAsync(bench);
        await bench.StopAfterWriteAsync(There, """{"email":"a@x.de","phone":"1"}""");
        return bench;
    }

    private static async Task ShowsAsync(Bench bench, (string Email, string Phone) wanted)
    {
        (await bench.History.ProblemsAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        foreach (var record in new[] { bench.Shop.RecordOf("customer", "c1")!, bench.Erp.RecordOf("customer", "1")! })
        {
            (record.Text("email"), record.Text("phone")).ShouldBe(wanted);
        }
    }

    private static Task StartAsync(Bench bench) => StartAsync(bench, There, Back);

    private static async Task StartAsync(Bench bench, params FlowDefinition[] flows)
    {
        await bench.StartAsync(flows);
        await bench.SettleDownAsync(flows);
    }
}
