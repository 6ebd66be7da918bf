using System.Diagnostics;
using System.Text.Json.Nodes;
using IntegrationHost.EndToEnd.Tests.Support;
using Shouldly;

namespace IntegrationHost.EndToEnd.Tests;

/// <summary>The way of a plugin's author, from nothing to a site that has the plugin.</summary>
public sealed class The_plugin_template
{
    [Fact]
    public async Task It_yields_a_plugin_that_builds_passes_conformance_and_is_loaded()
    {
        using var place = new Place();
        // The machine's own templates stay as they are.
        place.Variables["DOTNET_CLI_HOME"] = Path.Combine(place.Folder, "home");
        place.Variables["DOTNET_NOLOGO"] = "1";

        await DotnetAsync(place, "new", "install", Path.Combine(Built.Repository, "plugin-template"));
        await DotnetAsync(place, "new", "ihost-plugin", "-n", "Acme");
        await DotnetAsync(place, "build", "Acme", "--disable-build-servers");

        var facts = await DotnetAsync(place, Directory.EnumerateFiles(
            Path.Combine(place.Folder, "Acme", "Acme.Tests", "bin"), "Acme.Tests.dll", SearchOption.AllDirectories)
            .Single());
        facts.ShouldMatch(@"failed: 0\s");
        facts.ShouldNotMatch(@"succeeded: 0\s");
        facts.ShouldMatch(@"skipped: 0\s");

        (await Ihost.RunAsync(place, "new", "shopify-netsuite", "site")).Code.ShouldBe(0);
        await DotnetAsync(
            place, "publish", "Acme/Acme", "-o", "site/plugins/Acme", "--disable-build-servers");
        place.Write("site/secrets/acme-key", "k");
        place.Write("site/ihost.json", Site("http://127.0.0.1:1").ToJsonString());
        var check = await Ihost.RunAsync(place, "check", "--site", "site");
        check.Code.ShouldBe(0, check.ToString());
        check.Out.ShouldContain("1 connection, 0 flows, 0 findings");

        place.Write("site/ihost.json", Site("not an address").ToJsonString());
        var wrong = await Ihost.RunAsync(place, "check", "--site", "site");
        wrong.Code.ShouldBe(1);
        wrong.Error.ShouldContain("connections:acme:options:baseUrl: ");
    }

    private static JsonObject Site(string baseUrl) => new()
    {
        ["connections"] = new JsonObject
        {
            ["acme"] = new JsonObject
            {
                ["plugin"] = "Acme",
                ["options"] = new JsonObject { ["baseUrl"] = baseUrl, ["apiKey"] = "${secret:acme-key}" },
            },
        },
        ["flows"] = new JsonObject(),
    };

    private static async Task<string> DotnetAsync(Place place, params string[] args)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var process = Process.Start(place.Start("dotnet", args))!;
        var error = process.StandardError.ReadToEndAsync(cancel);
        var output = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        process.ExitCode.ShouldBe(0, $"dotnet {string.Join(' ', args)}\n{output}\n{await error}");
        return output;
    }
}
