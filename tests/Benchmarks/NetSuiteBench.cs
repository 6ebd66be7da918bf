using System.Diagnostics;
using IntegrationHost.Connectors;
using IntegrationHost.Engine.Connections;
using IntegrationHost.Limits;
using IntegrationHost.Plugins.NetSuite;
using IntegrationHost.Records;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.NetSuite;
using IntegrationHost.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHost.Benchmarks;

/// <summary>What the connector to NetSuite takes to read a large catalogue, and how well it uses an account that others
/// use, too.</summary>
internal static class NetSuiteBench
{
    private const int Workers = 12;
    private const int Limit = 5;
    private const int Neighbours = 2;
    private static readonly TimeSpan WriteTime = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Way = TimeSpan.FromMilliseconds(2);

    /// <summary>Reads the changes of so many items, and of a tenth of them, and tells the most memory of
    /// each.</summary>
    public static async Task ItemsAsync(int items)
    {
        foreach (var count in new[] { items / 10, items })
        {
            using var account = new MadeItems(count);
            using var http = new HttpClient(account);
            var connector = (IChangeFeed)Connect(http, new GenerousBudget());
            var (watch, seen, most) = (Stopwatch.StartNew(), 0L, 0L);
            var page = new ChangePage([], Cursor.From(DateTimeOffset.UnixEpoch), true);
            while (page.HasMore)
            {
                page = await connector.ReadChangesAsync("inventoryItem", page.Next, default);
                seen += page.Changes.Count;
                using var self = Process.GetCurrentProcess();
                most = Math.Max(most, self.WorkingSet64);
            }

            Console.WriteLine(FormattableString.Invariant(
                $"{seen:N0} items in {account.Queries} queries and {watch.Elapsed.TotalSeconds:0.0} s, ")
                + FormattableString.Invariant($"RSS at most {most / 1048576} MB"));
        }
    }

    /// <summary>Writes so many customers to an account that takes five requests at once, of which others hold
    /// two.</summary>
    public static async Task NeighbourAsync(int writes)
    {
        var account = new NetSuiteSimulator(
            new NetSuiteAccountOptions { ConcurrencyLimit = Limit }, TimeProvider.System);
        account.Slots.Neighbours = Neighbours;
        account.Pace.Write = (WriteTime, WriteTime);
        using var door = new WayBack(new InProcessDoor(account, TimeProvider.System));
        using var http = new HttpClient(door);
        var connector = (IRecordWriter)Connect(http, new AccountBudget(TimeProvider.System, reserve: 0));
        var (watch, left) = (Stopwatch.StartNew(), writes);
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(async () =>
        {
            for (var number = Interlocked.Decrement(ref left); number >= 0; number = Interlocked.Decrement(ref left))
            {
                var record = Record.Parse($$"""{"externalId":"C-{{number}}","companyName":"No {{number}}"}""");
                while (await connector.ApplyAsync(new Write("customer", record, $"neighbour/{number}"), default)
                    is not Outcome.Created)
                {
                    // Refused as one too many, and tried again.
                }
            }
        })));
        var busy = writes * WriteTime / (watch.Elapsed * (Limit - Neighbours));
        Console.WriteLine(FormattableString.Invariant(
            $"{writes:N0} writes in {watch.Elapsed.TotalSeconds:0.0} s: busy {busy:0.000} of what is left, ")
            + FormattableString.Invariant($"refused {100.0 * account.Rejected / (writes + account.Rejected):0.00} %"));
    }

    // The answer is on its way when the place is free already.
    private sealed class WayBack(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            await Task.Delay(Way, TimeProvider.System, cancellationToken);
            return answer;
        }
    }

    private static IConnector Connect(HttpClient http, Budget budget)
    {
        http.Timeout = Timeout.InfiniteTimeSpan;
        var keys = new NetSuiteAccountOptions();
        return new NetSuitePlugin().Connect((object)new NetSuiteOptions
        {
            Account = keys.Account,
            BaseUrl = "http://127.0.0.1:8123",
            ConsumerKey = keys.ConsumerKey,
            ConsumerSecret = keys.ConsumerSecret,
            TokenId = keys.TokenId,
            TokenSecret = keys.TokenSecret,
            TimeZone = keys.TimeZone,
        }, new ConnectorContext(
            "erp", http, TimeProvider.System, NullLogger.Instance, budget, new MemoryTokens()));
    }
}
