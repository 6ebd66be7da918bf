using IntegrationHost.Connectors;
using IntegrationHost.Engine.Connections;
using IntegrationHost.Plugins.NetSuite.Tests.Support;
using IntegrationHost.Simulators.NetSuite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace IntegrationHost.Plugins.NetSuite.Tests;

/// <summary>An account that takes five requests at once, of which another integration holds two.</summary>
public sealed class LimitTests
{
    private const int Workers = 12;
    private const int Writes = 3_000;
    private const int Free = 3;
    private static readonly TimeSpan WriteTime = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task What_a_noisy_neighbour_leaves_is_used_to_95_percent_with_less_than_1_percent_refused()
    {
        var account = new NetSuiteSimulator(new NetSuiteAccountOptions { ConcurrencyLimit = 5 }, _time);
        account.Slots.Neighbours = 2;
        account.Pace.Write = (WriteTime, WriteTime);
        var budget = new AccountBudget(_time, reserve: 0);
        using var door = new PacedDoor(account, _time, WriteTime);
        var connector = Connect(budget, door);
        var (left, finished) = (Writes, 0);
        var began = _time.GetUtcNow();

        var workers = Enumerable.Range(0, Workers).Select(worker => Task.Run(() => WorkAsync(worker))).ToList();
        while (Volatile.Read(ref finished) < Workers)
        {
            // Everybody waits: for an answer, or for a place.
            if (door.Waiting + budget.Waiting + Volatile.Read(ref finished) >= Workers)
            {
                _time.Advance(Step);
            }

            await Task.Yield();
        }

        await Task.WhenAll(workers);
        var busy = Writes * WriteTime / ((_time.GetUtcNow() - began) * Free);
        var refused = (double)account.Rejected / (Writes + account.Rejected);
        TestContext.Current.TestOutputHelper!.WriteLine($"busy {busy:0.000}, refused {refused:0.0000}");
        busy.ShouldBeGreaterThanOrEqualTo(0.95);
        refused.ShouldBeLessThan(0.01);

        async Task WorkAsync(int worker)
        {
            for (var number = Interlocked.Decrement(ref left); number >= 0; number = Interlocked.Decrement(ref left))
            {
                await WriteAsync(connector, number);
            }

            Interlocked.Increment(ref finished);
        }
    }

    private static async Task WriteAsync(NetSuiteConnector connector, int number)
    {
        var record = Record.Parse($$"""{"externalId":"C-{{number}}","companyName":"No {{number}}"}""");
        while (await connector.ApplyAsync(
            new Write("customer", record, $"limit/{number}"), TestContext.Current.CancellationToken)
            is not Outcome.Created)
        {
            // Refused as one too many: the host would put it back; here it is simply tried again.
        }
    }

    private NetSuiteConnector Connect(AccountBudget budget, HttpMessageHandler door)
    {
        var http = new HttpClient(door, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        var keys = new NetSuiteAccountOptions();
        return (NetSuiteConnector)new NetSuitePlugin().Connect((object)new NetSuiteOptions
        {
            Account = keys.Account,
            BaseUrl = "http://127.0.0.1:8123",
            ConsumerKey = keys.ConsumerKey,
            ConsumerSecret = keys.ConsumerSecret,
            TokenId = keys.TokenId,
            TokenSecret = keys.TokenSecret,
            TimeZone = keys.TimeZone,
        }, new ConnectorContext("erp", http, _time, NullLogger.Instance, budget, new NoTokens()));
    }
}
