namespace IntegrationHost.App.Hosting;

/// <summary>Loops beside the engine that end with the process.</summary>
internal static class Background
{
    public static async Task RunAsync(Func<CancellationToken, Task> loop, CancellationToken cancel)
    {
        try
        {
            await loop(cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }
}
