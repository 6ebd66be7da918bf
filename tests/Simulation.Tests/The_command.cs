using System.Text.Json.Nodes;
using IntegrationHost.Simulation.Defects;
using Shouldly;

namespace IntegrationHost.Simulation.Tests;

public sealed class The_command
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    [Fact]
    public void Ends_with_one_object_that_counts()
    {
        Run("--seeds", "2", "--from", "5", "--json").ShouldBe(0, _output.ToString());
        var last = JsonNode.Parse(Lines()[^1])!.AsObject();
        last["seeds"]!.GetValue<int>().ShouldBe(2);
        last["failed"]!.GetValue<int>().ShouldBe(0);
        last["events"]!.GetValue<long>().ShouldBeGreaterThan(0);
        last["effects"]!.GetValue<long>().ShouldBeGreaterThan(0);
        last.ContainsKey("firstFailure").ShouldBeTrue();
        last["firstFailure"].ShouldBeNull();
    }

    [Fact]
    public void Fails_when_a_promise_was_broken_and_tells_which()
    {
        Run("--seeds", "1", "--from", "5", "--defect", "cent-lost", "--json").ShouldBe(1, _output.ToString());
        var failure = JsonNode.Parse(Lines()[^1])!["firstFailure"]!;
        failure["seed"]!.GetValue<int>().ShouldBe(5);
        failure["violations"]!.AsArray().ShouldNotBeEmpty();
        failure["events"]!.AsArray().ShouldNotBeEmpty();
    }

    [Fact]
    public void Names_every_defect()
    {
        Run("--list-defects").ShouldBe(0);
        Lines().Select(line => line.Split(' ')[0]).ShouldBe(KnownDefects.All.Keys);
    }

    [Theory]
    [InlineData("'--sedes' is not known", "--sedes", "3")]
    [InlineData("'--seeds' needs a value", "--seeds")]
    [InlineData("--seeds is a whole number from 1 on, not 'many'", "--seeds", "many")]
    [InlineData("--seeds is a whole number from 1 on, not '0'", "--seeds", "0")]
    [InlineData("there is no defect 'typo'; --list-defects names them", "--defect", "typo")]
    [InlineData("'--list-defects' stands alone", "--list-defects", "--json")]
    public void Answers_wrong_use_with_one_sentence(string sentence, params string[] args)
    {
        Run(args).ShouldBe(2);
        _errors.ToString().Trim().ShouldStartWith(sentence);
        _output.ToString().ShouldBeEmpty();
    }

    private int Run(params string[] args) => CommandLine.Run(args, _output, _errors);

    private string[] Lines() => _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
