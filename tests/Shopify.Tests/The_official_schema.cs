using System.Diagnostics;
using System.Reflection;
using Shouldly;

namespace IntegrationHost.Plugins.Shopify.Tests;

public sealed class The_official_schema
{
    private const int NpmUnreachable = 77;

    [Fact]
    public async Task Every_operation_is_valid_in_both_versions_and_the_played_schema_is_pruned_from_it()
    {
        var script = Path.Combine(Folder(), "Schema", "official.sh");
        using var check = Process.Start(new ProcessStartInfo("bash", [script, "check"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = check.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var warned = check.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await check.WaitForExitAsync(TestContext.Current.CancellationToken);
        if (check.ExitCode == NpmUnreachable)
        {
            Assert.Skip($"Shopify's official schema comes from npm: {await said}");
        }

        check.ExitCode.ShouldBe(0, $"{await said}{await warned}");
    }

    private static string Folder() => typeof(The_official_schema).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == "ProjectFolder").Value!;
}
