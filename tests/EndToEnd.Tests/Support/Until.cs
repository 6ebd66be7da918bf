using Xunit;

namespace IntegrationHost.EndToEnd.Tests.Support;

/// <summary>Waits for what a process will do, as long as is reasonable on a busy machine.</summary>
internal static class Until
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(50);

    public static Task TrueAsync(string what, Func<bool> condition) =>
        TrueAsync(what, () => Task.FromResult(condition()));

    public static async Task TrueAsync(string what, Func<Task<bool>> condition)
    {
        using var within = new CancellationTokenSource(Most, TimeProvider.System);
        while (!await condition())
        {
            if (within.IsCancellationRequested)
            {
                throw new TimeoutException($"within {Most.TotalSeconds} s it did not happen that {what}");
            }

            await Task.Delay(AskAgain, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
