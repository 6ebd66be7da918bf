using System.Runtime.CompilerServices;
using System.Text;
using IntegrationHost.Engine.Tests.Support;
using Shouldly;

namespace IntegrationHost.Engine.Tests;

/// <summary>Every kind of write, stopped at every step of it, leaves exactly one record in the target. The page in the
/// docs is what this test counted.</summary>
public sealed class The_crash_matrix
{
    private const string WriteAnew = "IHOST_WRITE_DOCS";

    private static readonly (string Kind, string Title)[] Kinds =
    [
        (EffectSystem.Upsert, "upsert (an external id finds it again)"),
        (EffectSystem.Single, "one call that makes a record each time"),
        (EffectSystem.Multi, "two calls, a record each"),
        (EffectSystem.Batch, "upserts of many lanes in one call"),
    ];

    private static readonly (CrashStep Step, string Title)[] Steps =
    [
        (CrashStep.BeforeIntent, "before the intent"),
        (CrashStep.AfterIntent, "after the intent, before the call"),
        (CrashStep.OneOfTwoSteps, "after the first of two calls"),
        (CrashStep.AnswerLost, "the target committed, the answer is lost"),
        (CrashStep.BeforeSettle, "before the settle"),
        (CrashStep.AfterSettle, "after the settle"),
    ];

    [Fact]
    public async Task Every_write_stopped_anywhere_has_exactly_one_effect_and_the_docs_say_so()
    {
        var page = new StringBuilder(Intro);
        foreach (var (kind, title) in Kinds)
        {
            page.Append($"\n## {Capital(title)}\n\n| what happens at | restart | webhook repeated | both |\n")
                .Append("|---|---:|---:|---:|\n");
            foreach (var (step, at) in Steps.Where(step => step.Step != CrashStep.OneOfTwoSteps
                || kind == EffectSystem.Multi))
            {
                var cells = new List<string>();
                foreach (var happening in Enum.GetValues<CrashEvent>())
                {
                    var counts = await new CrashCell(kind, step, happening).CountAsync();
                    counts.ShouldAllBe(count => count == 1, $"{kind}, {step}, {happening}");
                    counts.Count.ShouldBe(kind == EffectSystem.Multi ? 2 : 1);
                    cells.Add(string.Join(" + ", counts));
                }

                page.Append($"| {at} | {string.Join(" | ", cells)} |\n");
            }
        }

        await CompareAsync(page.ToString());
    }

    [Fact]
    public async Task A_target_that_cannot_find_its_writes_again_is_seen_to_double() =>
        (await new CrashCell(EffectSystem.Single, CrashStep.AnswerLost, CrashEvent.Restart, targetForgets: true)
            .CountAsync()).ShouldBe([2]);

    private static async Task CompareAsync(string page)
    {
        var path = Path.Combine(Folder(), "..", "..", "docs", "crash-matrix.md");
        if (Environment.GetEnvironmentVariable(WriteAnew) == "1")
        {
            await File.WriteAllTextAsync(path, page, TestContext.Current.CancellationToken);
        }

        (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ShouldBe(
            page, $"docs/crash-matrix.md is not what was counted; {WriteAnew}=1 writes it anew");
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    private const string Intro = """
        # Crash matrix

        How many records stand in the target after one order was written and something happened on the way: the
        process ended and came again, the sender repeated its webhook (under the same delivery id and under another),
        or both. The numbers were counted by the engine's own test, which fails when one is not 1 or when this page
        says something else:

            dotnet tests/Engine.Tests/bin/Debug/net10.0/Engine.Tests.dll --filter-class "*The_crash_matrix"

        A write that may not be repeated is stored before it is sent: the **intent**. Whoever finds an intent asks the
        target first. A write of two calls that stands in part is gone on with under its own key. Where there is no
        intent to be stored, the first row is the record that was claimed and not mapped yet. Of two calls each is
        counted.

        """;
}
