using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHost.App.Tests.Support;
using Shouldly;

namespace IntegrationHost.App.Tests;

public sealed class A_new_site : IDisposable
{
    private static readonly JsonDocumentOptions Commented = new() { CommentHandling = JsonCommentHandling.Skip };
    private readonly TempFolder _folder = new();

    private string Site => Path.Combine(_folder.Path, "site");

    [Fact]
    public async Task It_reads_orders_from_today_on()
    {
        var before = TimeProvider.System.GetUtcNow();
        (await Ran.Command("new", "shopify-netsuite", Site)).Code.ShouldBe(0);

        var file = JsonNode.Parse(File.ReadAllText(Path.Combine(Site, "ihost.json")), documentOptions: Commented)!;
        var since = DateTimeOffset.Parse(
            file["flows"]!["us-orders"]!["since"]!.GetValue<string>(), CultureInfo.InvariantCulture);
        since.ShouldBeInRange(before.AddDays(-1), TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task It_overwrites_nothing()
    {
        var mine = _folder.Write("site/notes.txt", "mine");

        var ran = await Ran.Command("new", "shopify-netsuite", Site);

        ran.Code.ShouldBe(2);
        ran.Errors.ShouldHaveSingleItem().ShouldContain("is not empty");
        File.ReadAllText(mine).ShouldBe("mine");
    }

    public void Dispose() => _folder.Dispose();
}
