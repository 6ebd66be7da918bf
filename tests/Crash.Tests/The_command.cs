using System.Text.Json.Nodes;
using Shouldly;

namespace IntegrationHost.Crash.Tests;

public sealed class The_command
{
    [Theory]
    [InlineData("--store is missing", "--kills", "3")]
    [InlineData("'--stores' is not known", "--stores", "embedded")]
    [InlineData("there is no store 'files': embedded or postgres", "--store", "files")]
    [InlineData("--kills is a whole number from 1 on, not 'many'", "--store", "embedded", "--kills", "many")]
    [InlineData("there is no mode 'flood' for embedded", "--store", "embedded", "--mode", "flood")]
    [InlineData("'--seed' needs a value", "--store", "embedded", "--seed")]
    public async Task Says_what_is_wrong_with_its_words(string said, params string[] args)
    {
        var (code, _, errors) = await RunAsync(args);
        code.ShouldBe(2);
        errors.ShouldBe($"{said}; --help lists what can be given\n");
    }

    [Fact]
    public async Task Ends_with_one_object_that_counts()
    {
        var (code, output, _) = await RunAsync("--store", "embedded", "--kills", "2", "--seed", "7", "--json");
        code.ShouldBe(0);
        var last = JsonNode.Parse(output.TrimEnd().Split('\n')[^1])!;
        ((string)last["store"]!).ShouldBe("embedded");
        ((int)last["kills"]!).ShouldBe(2);
        ((int)last["lost"]!).ShouldBe(0);
        ((int)last["half"]!).ShouldBe(0);
        ((int)last["seed"]!).ShouldBe(7);
        last["acknowledged"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Tells_each_loss_and_ends_with_one()
    {
        var (code, output, _) = await RunAsync("--store", "acknowledges-early", "--kills", "30", "--seed", "1");
        code.ShouldBe(1);
        output.ShouldContain("of seed 1: ");
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var folder = Directory.CreateTempSubdirectory("ihost-crash-");
        try
        {
            var code = await CommandLine.RunAsync(
                ["--folder", folder.FullName, .. args], output, errors, TestContext.Current.CancellationToken);
            return (code, output.ToString(), errors.ToString());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
