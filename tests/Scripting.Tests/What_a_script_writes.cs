using Shouldly;

namespace IntegrationHost.Scripting.Tests;

/// <summary>The fields that stand in a script's text, each with its place.</summary>
public sealed class What_a_script_writes
{
    [Fact]
    public void Fields_are_told_with_those_around_them_and_their_line()
    {
        using var folder = new ScriptsFolder();
        folder.With("probe.csx", """
            var seen = new Dictionary<string, string> { ["no field"] = "x" };
            return new Record
            {
                ["memo"] = source.TextOrNull("note"),
                ["item"] = new Record { ["items"] = source.List("lines").Select(Line).ToList() },
                ["entity"] = new Record { ["id"] = "1" },
            };

            Record Line(Record line)
            {
                var made = new Record { ["rate"] = 1m };
                made["amount"] = 2m;
                return new Record { ["quantity"] = 3m };
            }
            """);

        new ScriptCheck(folder.Folders).Check("probe.csx").Fields
            .Select(use => $"{use.Line} {use.Path} {use.IsWhole}").ShouldBe(
            [
                "4 memo True", "5 item True", "5 item.items True", "6 entity True", "6 entity.id True",
                "11 rate False", "12 amount False", "13 quantity False",
            ]);
    }
}
