using IntegrationHost.Connectors;
using IntegrationHost.Engine.Mapping;
using IntegrationHost.Engine.Tests.Support;
using IntegrationHost.Records;
using Shouldly;

namespace IntegrationHost.Engine.Tests;

/// <summary>In the hour that comes twice the stamps of a system claim no order, and those of its second pass are
/// an hour too early.</summary>
public sealed class When_clocks_go_back
{
    private const string Ambiguous = "2026-11-01T05:26:50Z?";
    private static readonly DateTimeOffset Stamp = new(2026, 11, 1, 5, 26, 50, TimeSpan.Zero);

    [Theory]
    [InlineData(0.3, true)]
    [InlineData(60, false)]
    [InlineData(3600.3, true)]
    [InlineData(3660, false)]
    public void What_is_read_in_the_second_of_its_change_may_change_once_more_in_either_pass(double after, bool may) =>
        ReadVersion.Of(new Change("order", "7", Ambiguous) { ChangedAt = Stamp }, Ambiguous, Stamp.AddSeconds(after))
            .ShouldBe(may ? Ambiguous + "~" : Ambiguous);

    // Found by the simulation: seed 130.
    [Fact]
    public async Task An_edit_in_the_second_of_our_write_is_no_echo()
    {
        await using var bench = new Bench { ReportsWrites = true };
        bench.Scripts
            .With("customer.csx", script => new Record { ["phone"] = script.source.TextOrNull("phone") })
            .With("back.csx", script => new Record { ["phone"] = script.source.TextOrNull("phone") });
        (bench.Erp.StampedBy, bench.Erp.BehindStamps) = (bench.Time, "?");
        bench.Shop.Edit("customer", "c1", """{"phone":"1"}""");
        await bench.StartAsync(Bench.Customers, Bench.CustomersBack);
        await bench.State.HappenedAsync("settle written", 1);

        bench.Erp.Edit("customer", "1", """{"phone":"2"}""");
        await bench.SettleDownAsync(Bench.Customers, Bench.CustomersBack);

        bench.Shop.RecordOf("customer", "c1")!.Text("phone").ShouldBe("2");
    }
}
