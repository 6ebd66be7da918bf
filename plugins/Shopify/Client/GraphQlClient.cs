using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Limits;
using IntegrationHost.Plugins.Shopify.Access;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Client;

/// <summary>The shop's Admin GraphQL API: reads, repeated for a short while, and mutations, sent once and again
/// only where the shop had no points for them, or knows a repeat by its key.</summary>
internal sealed class GraphQlClient(ShopifyOptions options, ConnectorContext context, IAccessTokens tokens)
{
    private const int TriesMost = 4;
    private const int ThrottledTriesMost = 20;
    private static readonly TimeSpan RepeatWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PauseFirst = TimeSpan.FromMilliseconds(500);

    private readonly Exchange _exchange = new(options, context, tokens);

    public string Shop => options.Shop;

    public TimeProvider Time => context.Time;

    /// <summary>What the operation asked for last time, in cost points.</summary>
    public double CostOf(string operation) => _exchange.CostOf(operation);

    /// <summary>A read: repeated within ten seconds in all when the shop is busy or does not answer.</summary>
    public Task<Record> QueryAsync(string operation, JsonObject variables, CancellationToken cancel) => SendAsync(
        new Call(operation, variables, context.Budget.Priority, IsMutation: false), cancel);

    /// <summary>A mutation: repeated only while the shop has no points for it, for then it did nothing. Gives the
    /// payload of its one field.</summary>
    public Task<Record> MutateAsync(
        string operation, string field, JsonObject variables, Priority priority, CancellationToken cancel) =>
        MutateAsync(new Call(operation, variables, priority, IsMutation: true), field, cancel);

    /// <summary>A mutation under an idempotency key, which the shop does once: repeated as a read is where no answer
    /// came.</summary>
    public Task<Record> MutateKeyedAsync(
        string operation, string field, JsonObject variables, Priority priority, CancellationToken cancel) =>
        MutateAsync(
            new Call(operation, variables, priority, IsMutation: true) { IsKeyed = true }, field, cancel);

    private async Task<Record> MutateAsync(Call call, string field, CancellationToken cancel) =>
        (await SendAsync(call, cancel)).InnerOrNull(field) ?? throw new ShopifyFault(
            ShopifyFaultKind.Unknown, $"{options.Shop} answered {call.Operation} with an empty {field}");

    private async Task<Record> SendAsync(Call call, CancellationToken cancel)
    {
        var until = context.Time.GetUtcNow() + RepeatWithin;
        var inDoubt = false;
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await _exchange.SendAsync(call, cancel);
            }
            catch (ShopifyFault fault)
            {
                inDoubt |= call.IsMutation && fault.Kind == ShopifyFaultKind.Unknown;
                var pause = fault.RetryAfter ?? (PauseFirst * Math.Pow(2, tries - 1));
                if (tries >= TriesMostFor(call, fault) || context.Time.GetUtcNow() + pause > until)
                {
                    // What refused the repeat says nothing of the attempt before it.
                    throw inDoubt && fault.Kind != ShopifyFaultKind.Unknown
                        ? new ShopifyFault(ShopifyFaultKind.Unknown, fault.Message) : fault;
                }

                await Task.Delay(pause, context.Time, cancel);
            }
        }
    }

    private static int TriesMostFor(Call call, ShopifyFault fault) => fault.Code == AnswerErrors.Throttled
        ? ThrottledTriesMost
        : !call.IsMutation ? fault.Kind == ShopifyFaultKind.Refused ? 1 : TriesMost
        : call.IsKeyed && fault.Kind == ShopifyFaultKind.Unknown ? TriesMost : 1;
}
