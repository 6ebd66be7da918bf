using System.CommandLine;
using System.CommandLine.Parsing;
using IntegrationHost.App.Hosting;
using IntegrationHost.Storage;
using IntegrationHost.Storage.Embedded;

namespace IntegrationHost.App.Cli;

/// <summary>The <c>ihost</c> command. Exit codes: 0 fine, 1 something needs you, 2 wrong use.</summary>
internal static class CommandLine
{
    public const int Fine = 0;
    public const int NeedsYou = 1;
    public const int WrongUse = 2;

    // Longer than any drain: after this a verb that was asked to stop and has not is given up.
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                Terminal.Error(error.Message);
            }

            Terminal.Error($"'ihost {WordsOf(parsed.CommandResult)}--help' shows the use");
            return WrongUse;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = StopWithin,
            });
        }
        catch (Exception fault) when (Sentence.Of(fault) is { } sentence)
        {
            Terminal.Error(sentence);
            return fault is WrongUseException ? WrongUse : NeedsYou;
        }
        catch (OperationCanceledException)
        {
            return NeedsYou;
        }
    }

    // A verb may belong to another: cursor rewind.
    private static string WordsOf(SymbolResult? verb) => verb is CommandResult { Command: not RootCommand } named
        ? $"{WordsOf(named.Parent)}{named.Command.Name} " : "";

    private static RootCommand Root()
    {
        var root = Verbs();
        HelpWithExamples.AddTo(root);
        return root;
    }

    private static RootCommand Verbs() =>
        new("Keeps Shopify and NetSuite in step: orders, customers, stock, fulfilments.")
    {
        RunVerb.Command(),
        DemoVerb.Command(),
        SimulateVerb.Command(),
        NewVerb.Command(),
        CheckVerb.Command(),
        TryVerb.Command(),
        HealthVerb.Command(),
        StatusVerb.Command(),
        ProblemsVerb.Command(),
        ExplainVerb.Command(),
        MapVerb.Command(),
        PlanVerb.Command(),
        ReleaseVerb.Command(),
        LinkVerb.Command(),
        CursorVerb.Command(),
        BackfillVerb.Command(),
        SkipVerb.Command(),
        ReplayVerb.Command(),
        BackupVerb.Command(),
        RestoreVerb.Command(EmbeddedRestore.RestoreAsync),
    };
}
