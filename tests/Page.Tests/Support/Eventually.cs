using System.Diagnostics;

namespace IntegrationHost.Page.Tests.Support;

/// <summary>Asks a real process until it says what is wanted.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    /// <summary>The first answer that fits, or the last one.</summary>
    public static async Task<T> AskAsync<T>(
        Func<Task<T>> ask, Func<T, bool> fits, CancellationToken cancel, TimeSpan? within = null)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (fits(answer) || Stopwatch.GetElapsedTime(began) > (within ?? Within))
            {
                return answer;
            }

            await Task.Delay(Between, TimeProvider.System, cancel);
        }
    }
}
