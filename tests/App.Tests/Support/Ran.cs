using IntegrationHost.App.Cli;

namespace IntegrationHost.App.Tests.Support;

/// <summary>What a command did.</summary>
internal sealed record Ran(int Code, string Out, string Error)
{
    public IReadOnlyList<string> Errors => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs a command in this process.</summary>
    public static async Task<Ran> Command(params string[] args)
    {
        var (before, errorBefore) = (Console.Out, Console.Error);
        var output = new StringWriter();
        var error = new StringWriter();
        try
        {
            Console.SetOut(output);
            Console.SetError(error);
            return new Ran(await CommandLine.RunAsync(args), output.ToString(), error.ToString());
        }
        finally
        {
            Console.SetOut(before);
            Console.SetError(errorBefore);
        }
    }
}
