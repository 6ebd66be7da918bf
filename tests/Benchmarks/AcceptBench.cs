using System.Security.Cryptography;
using System.Text;
using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Storage.Journal;

namespace IntegrationHost.Benchmarks;

/// <summary>Accepting new changes, beside appending the same number of bytes to a file and syncing it.</summary>
internal static class AcceptBench
{
    private const int Seed = 1;
    // A burst fits into the window of what is not applied yet; how fast changes are settled for good is another
    // measure.
    private static readonly (int Callers, int Calls)[] Bursts = [(1, 2_000), (16, 8_000), (256, 12_000)];

    public static async Task RunAsync(int runs, string only, int? atOnce = null)
    {
        foreach (var (name, record) in Payloads()
            .Where(payload => payload.Name.StartsWith(only, StringComparison.Ordinal)))
        {
            foreach (var (callers, calls) in Bursts.Where(burst => burst.Callers == (atOnce ?? burst.Callers)))
            {
                for (var run = 0; run < runs; run++)
                {
                    var (accept, bytes) = await AcceptAsync(callers, calls, record);
                    var raw = await RawAsync(callers, calls, bytes);
                    var journal = await JournalAsync(callers, calls, bytes);
                    Console.WriteLine($"{name}, {callers} callers, {bytes} B");
                    Console.WriteLine($"  accept        {accept}");
                    Console.WriteLine($"  journal alone {journal}  accept is {Ratio(accept, journal)}");
                    Console.WriteLine($"  raw           {raw}  accept is {Ratio(accept, raw)}");
                }
            }
        }
    }

    private static string Ratio(Rate accept, Rate other) => FormattableString.Invariant(
        $"{accept.PerSecond / other.PerSecond:0.00} x its rate, {accept.P50 / other.P50:0.00} x its p50");

    // The bytes of a record of 2 KB do not shrink, like those of a large order that was packed.
    private static IEnumerable<(string Name, Record? Record)> Payloads()
    {
        yield return ("hint", null);
        yield return ("record 2 KB", Record.Parse($$"""{"id":"7","body":"{{Noise(2000)}}"}"""));
        yield return ("order 8 KB", Record.Parse(OrderText()));
    }

    private static async Task<(Rate Rate, int Bytes)> AcceptAsync(int callers, int calls, Record? record)
    {
        using var scratch = new Scratch();
        await using var store = await scratch.OpenAsync();
        var count = 0L;
        var rate = await Callers.BurstsAsync(
            callers,
            calls,
            async number =>
            {
                Interlocked.Increment(ref count);
                await store.Inbox.AppendAsync(Of(number, record), default);
            },
            () => store.History.FindAsync("nobody", default)); // Behind everything that was decided.
        return (rate, (int)(store.JournalEnd / count));
    }

    private static async Task<Rate> RawAsync(int callers, int calls, int bytes)
    {
        using var scratch = new Scratch();
        await using var raw = new RawAppend(scratch.File("raw"));
        var body = RandomNumberGenerator.GetBytes(bytes);
        return await Callers.BurstsAsync(callers, calls, _ => raw.AppendAsync(body), () => Task.CompletedTask);
    }

    private static async Task<Rate> JournalAsync(int callers, int calls, int bytes)
    {
        using var scratch = new Scratch();
        await using var journal = new JournalAlone(scratch.File("journal"));
        var body = RandomNumberGenerator.GetBytes(bytes - Frame.Head);
        return await Callers.BurstsAsync(callers, calls, _ => journal.AppendAsync(body), () => Task.CompletedTask);
    }

    public static Append Of(long number, Record? record)
    {
        var id = $"{5_123_456_789_000 + (number * 37)}";
        var change = new Change("order", id, "2026-11-24T07:59:58Z") { Name = $"#{number}", Record = record };
        var key = new RecordKey("orders", "order", id);
        return new Append([new NewChange(key, (int)(number % 8), change, "webhook", DateTimeOffset.UnixEpoch)])
        {
            DeliveryKey = $"shop/{number}",
        };
    }

    private static string Noise(int length) => Convert.ToBase64String(RandomNumberGenerator.GetBytes(length))[..length];

    private static string OrderText()
    {
        var dice = new Random(Seed);
        var text = new StringBuilder("{\"id\":\"gid://shopify/Order/5123456789\",\"lineItems\":[");
        for (var line = 0; line < 24; line++)
        {
            text.Append(line == 0 ? "" : ",")
                .Append("{\"id\":\"gid://shopify/LineItem/").Append(dice.NextInt64())
                .Append("\",\"sku\":\"SKU-").Append(dice.Next(9999))
                .Append("\",\"title\":\"Linen shirt, size ").Append(line)
                .Append("\",\"quantity\":").Append((line % 4) + 1)
                .Append(",\"discountedTotalSet\":{\"shopMoney\":{\"amount\":\"").Append(dice.Next(10, 400))
                .Append(".00\",\"currencyCode\":\"USD\"}},\"taxLines\":[{\"title\":\"State tax\",\"rate\":0.0825,")
                .Append("\"priceSet\":{\"shopMoney\":{\"amount\":\"").Append(dice.Next(1, 40))
                .Append(".00\",\"currencyCode\":\"USD\"}}}]}");
        }

        return text.Append("]}").ToString();
    }
}
