using IntegrationHost.Crash.Stores;
using IntegrationHost.Crash.Wire;
using IntegrationHost.Storage;

namespace IntegrationHost.Crash.Child;

/// <summary>The process that is killed: it does what the parent asks, all at once, and answers when the store
/// has.</summary>
internal static class ChildProgram
{
    public const string Verb = "child";

    public static async Task<int> RunAsync(Stream asked, Stream answers, CancellationToken cancel)
    {
        IOpened? store = null;
        while (await Frames.ReadAsync(asked, WireContext.Default.Asked, cancel) is { } next)
        {
            if (next.Command is OpenStore open)
            {
                (store, var answer) = await OpenAsync(open, cancel);
                Give(answers, next, answer);
            }
            else if (next.Command is CloseStore)
            {
                await store!.DisposeAsync();
                Give(answers, next, new Answer("closed"));
                return 0;
            }
            else
            {
                var opened = store;
                _ = Task.Run(async () => Give(answers, next, await opened!.RunAsync(next.Command, cancel)), cancel);
            }
        }

        return 0; // The parent is gone.
    }

    private static void Give(Stream answers, Asked asked, Answer answer) =>
        Frames.Write(answers, new Answered(asked.Number, answer), WireContext.Default.Answered);

    private static async Task<(IOpened? Store, Answer Answer)> OpenAsync(OpenStore open, CancellationToken cancel)
    {
        try
        {
            return (await StoreDoors.OpenAsync(open, cancel), new Answer("open"));
        }
        catch (Exception fault) when (fault is StoreUnusableException or StoreInUseException)
        {
            return (null, new Answer(fault.Message) { Refused = true });
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return (null, new Answer($"{fault}") { Failed = true });
        }
    }
}
