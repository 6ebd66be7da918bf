using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace IntegrationHost.App.Cli;

/// <summary>The usual help, with what a person types below it.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public static void AddTo(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new HelpWithExamples((HelpAction)option.Action!);
    }

    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        Terminal.Line("Examples:");
        foreach (var example in Examples.Of(parseResult.CommandResult.Command.Name))
        {
            Terminal.Line($"  {example}");
        }

        return code;
    }
}
