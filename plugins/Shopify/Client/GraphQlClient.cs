using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Limits;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Client;

/// <summary>The shop's Admin GraphQL API: reads, repeated for a short while, and mutations, sent once.</summary>
internal sealed class GraphQlClient(ShopifyOptions options, ConnectorContext context)
{
    private const int TriesMost = 4;
    private static readonly TimeSpan RepeatWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PauseFirst = TimeSpan.FromMilliseconds(500);

    private readonly Exchange _exchange = new(options, context);

    public string Shop => options.Shop;

    /// <summary>What the operation asked for last time, in cost points.</summary>
    public double CostOf(string operation) => _exchange.CostOf(operation);

    /// <summary>A read: repeated within ten seconds in all when the shop is busy or does not answer.</summary>
    public async Task<Record> QueryAsync(string operation, JsonObject variables, CancellationToken cancel)
    {
        var until = context.Time.GetUtcNow() + RepeatWithin;
        for (var tries = 1; ; tries++)
        {
            try
            {
                var call = new Call(operation, variables, context.Budget.Priority, IsMutation: false);
                return await _exchange.SendAsync(call, cancel);
            }
            catch (ShopifyFault fault) when (fault.Kind != ShopifyFaultKind.Refused && tries < TriesMost)
            {
                var pause = fault.RetryAfter ?? (PauseFirst * Math.Pow(2, tries - 1));
                if (context.Time.GetUtcNow() + pause > until)
                {
                    throw;
                }

                await Task.Delay(pause, context.Time, cancel);
            }
        }
    }

    /// <summary>A mutation: one attempt. Gives the payload of its one field.</summary>
    public async Task<Record> MutateAsync(
        string operation, string field, JsonObject variables, Priority priority, CancellationToken cancel)
    {
        var data = await _exchange.SendAsync(new Call(operation, variables, priority, IsMutation: true), cancel);
        return data.InnerOrNull(field) ?? throw new ShopifyFault(
            ShopifyFaultKind.Unknown, $"{options.Shop} answered {operation} with an empty {field}");
    }
}
