using IntegrationHost.Crash;
using IntegrationHost.Crash.Child;

if (args is [ChildProgram.Verb])
{
    return await ChildProgram.RunAsync(
        Console.OpenStandardInput(), Console.OpenStandardOutput(), CancellationToken.None);
}

return await CommandLine.RunAsync(args, Console.Out, Console.Error, CancellationToken.None);
