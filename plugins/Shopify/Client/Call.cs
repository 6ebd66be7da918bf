using System.Text.Json.Nodes;
using IntegrationHost.Limits;

namespace IntegrationHost.Plugins.Shopify.Client;

/// <summary>One operation to be sent.</summary>
/// <param name="Operation">The name of an embedded document.</param>
/// <param name="Variables">Sent as they are: a null stays, some inputs demand it.</param>
/// <param name="Priority">Who goes first for the shop's points.</param>
/// <param name="IsMutation">Whether it may change something.</param>
internal sealed record Call(string Operation, JsonObject Variables, Priority Priority, bool IsMutation)
{
    /// <summary>Whether the shop knows a repeat of it by an idempotency key.</summary>
    public bool IsKeyed { get; init; }
}
