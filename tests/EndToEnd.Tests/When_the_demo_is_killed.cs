using IntegrationHost.EndToEnd.Tests.Support;
using Shouldly;

namespace IntegrationHost.EndToEnd.Tests;

public sealed class When_the_demo_is_killed
{
    [Fact]
    public async Task Its_host_does_not_outlive_it()
    {
        using var place = new Place();
        await using var demo = Ihost.Start(place, "demo", "--port", "0");
        var line = await demo.LineAsync(line => line.StartsWith("Watch it: ", StringComparison.Ordinal));
        var page = new Uri(line["Watch it: ".Length..]);
        using var http = new HttpClient();
        (await http.GetAsync(page, TestContext.Current.CancellationToken)).IsSuccessStatusCode.ShouldBeTrue();

        await demo.KillAsync();

        await Until.TrueAsync("the host was gone, too", async () => !await AnswersAsync(http, page));
    }

    private static async Task<bool> AnswersAsync(HttpClient http, Uri page)
    {
        try
        {
            using var answer = await http.GetAsync(page, TestContext.Current.CancellationToken);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
