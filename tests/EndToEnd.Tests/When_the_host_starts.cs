using IntegrationHost.EndToEnd.Tests.Support;
using Shouldly;

namespace IntegrationHost.EndToEnd.Tests;

public sealed class When_the_host_starts
{
    [Fact]
    public async Task A_connection_that_is_not_as_its_flows_need_it_is_named_without_its_secret()
    {
        using var place = new Place();
        await using var playground = await Playground.StartAsync(place);
        using var site = await TestSite.NewAsync(place, playground.Said);
        place.Write("site/secrets/us-shop-token", "shpat_of_another_shop");

        await using var host = await site.RunAsync();

        const string Named = "us-shop is not as its flows need it";
        await Until.TrueAsync("it was named", () => Said(host).Contains(Named, StringComparison.Ordinal));
        Said(host).ShouldNotContain("shpat_of_another_shop");
        (await host.TerminateAsync()).Code.ShouldBe(0);
    }

    private static string Said(Ihost host) => $"{host.Errors}{string.Join('\n', host.Lines)}";
}
