using IntegrationHost.Engine.Mapping;
using IntegrationHost.Mapping;
using Shouldly;

namespace IntegrationHost.Scripting.Tests;

/// <summary>A loop or a call without an end is the fault of one script, not the end of the host.</summary>
public sealed class When_a_script_does_not_end
{
    private static readonly Record Order = Record.Parse("""{"id":"7"}""");

    [Theory]
    [InlineData("while (true) { }\nreturn new Record();", 1)]
    [InlineData("\nwhile (true) ;\nreturn new Record();", 2)]
    [InlineData("for (;;)\n    continue;\nreturn new Record();", 2)]
    [InlineData("do { try { continue; } catch (Exception) { } } while (true);\nreturn new Record();", 1)]
    [InlineData("again: var x = 1;\ngoto again;\nreturn new Record();", 1)]
    [InlineData("IEnumerable<int> All() { while (true) { yield return 1; } }\n"
        + "foreach (var one in All()) { }\nreturn new Record();", 1)]
    public void A_loop_is_ended_with_its_line(string text, int line) =>
        FaultOf(text).ShouldMatch($@"^loop\.csx\([{line}-2]\): the script did not end within 50 million steps");

    [Theory]
    [InlineData("int F(int x) { return F(x + 1) + 1; }\nreturn new Record { [\"x\"] = F(1) };")]
    [InlineData("int F(int x) =>\n    F(x + 1) + 1;\nreturn new Record { [\"x\"] = F(1) };")]
    [InlineData("decimal F() => F() + F();\nF();\nreturn new Record();")]
    [InlineData("class A { public static int F(int x) => F(x + 1) + 1; }\n"
        + "return new Record { [\"x\"] = A.F(1) };")]
    [InlineData("Func<int, int> f = null;\nf = x => { return f(x) + 1; };\nreturn new Record { [\"x\"] = f(1) };")]
    public void A_call_is_ended_before_the_stack_is(string text) =>
        FaultOf(text).ShouldContain("calls are nested too deeply");

    [Fact]
    public void A_fault_still_names_the_line_that_was_written()
    {
        var text = """
            string Name(Record order) =>
                order.Has("name")
                    ? order.Text("name")
                    : order.Text("nickname");
            foreach (var line in source.ListOrEmpty("lines"))
                line.Text("sku");

            var title = source.Text("title");
            return new Record { ["name"] = Name(source), ["title"] = title };
            """;

        FaultOf(text).ShouldStartWith("loop.csx(8): 'title'");
    }

    [Fact]
    public void A_long_run_that_ends_is_let_alone()
    {
        using var folder = new ScriptsFolder().With("loop.csx",
            "var sum = 0m;\nfor (var i = 0; i < 200_000; i++) { sum += i % 7; }\n"
                + "return new Record { [\"sum\"] = sum };");
        var mapping = folder.Library().Current("loop.csx");

        for (var run = 0; run < 3; run++)
        {
            mapping.Run(Order, new GivenInputs()).Result.ShouldBeOfType<MappingResult.Write>();
        }
    }

    private static string FaultOf(string text)
    {
        using var folder = new ScriptsFolder().With("loop.csx", text);
        var mapping = folder.Library().Current("loop.csx");
        return Should.Throw<MappingFailedException>(() => mapping.Run(Order, new GivenInputs())).Message;
    }
}
