using IntegrationHost.Engine.Connections;
using IntegrationHost.Limits;

namespace IntegrationHost.Engine.Tests.Support;

/// <summary>An account that answers in turns and refuses at once whatever is above its limit: requests of one turn run
/// beside each other, and the refused ones are asked again.</summary>
internal sealed class PlayedAccount(int limit)
{
    private const int Workers = 100;

    /// <summary>Requests it takes at once.</summary>
    public int Limit { get; set; } = limit;

    /// <summary>Requests it had taken at once, at most.</summary>
    public int Most { get; private set; }

    /// <summary>Has so many requests answered.</summary>
    public async Task AskAsync(AccountBudget budget, int requests, CancellationToken cancel)
    {
        var answered = 0;
        var waiting = new List<Task<Permit>>();
        while (answered < requests)
        {
            while (waiting.Count < Workers)
            {
                waiting.Add(budget.AcquireAsync(1, Priority.Normal, cancel).AsTask());
            }

            // All of this turn are here before the first one is answered.
            while (waiting.Count(permit => permit.IsCompletedSuccessfully) < budget.Load().InUse)
            {
                await Task.Yield();
            }

            var turn = waiting.Where(permit => permit.IsCompletedSuccessfully).ToArray();
            waiting.RemoveAll(turn.Contains);
            Most = Math.Max(Most, Math.Min(turn.Length, Limit));
            var permits = new List<Permit>();
            foreach (var permit in turn)
            {
                permits.Add(await permit);
            }

            // The first to be refused is any of them: requests overtake each other on their way.
            foreach (var refused in permits.Take(Math.Max(0, permits.Count - Limit)))
            {
                refused.Report(0, retryAfter: TimeSpan.Zero);
                refused.Dispose();
            }

            foreach (var taken in permits.Skip(Math.Max(0, permits.Count - Limit)))
            {
                taken.Report(1);
                taken.Dispose();
                answered++;
            }
        }

        // Whoever is left gets an answer, too.
        while (waiting.Count > 0)
        {
            var next = await Task.WhenAny(waiting);
            waiting.Remove(next);
            (await next).Dispose();
        }
    }
}
