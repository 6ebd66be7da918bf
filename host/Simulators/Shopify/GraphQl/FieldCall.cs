using System.Text.Json.Nodes;

namespace IntegrationHost.Simulators.Shopify.GraphQl;

/// <summary>One field being asked for.</summary>
/// <param name="Type">The type it is on.</param>
/// <param name="Name">Its name.</param>
/// <param name="Record">The record it is on.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="IdempotencyKey">The key of <c>@idempotent</c>, or null.</param>
internal sealed record FieldCall(
    string Type, string Name, JsonObject Record, JsonObject Arguments, string? IdempotencyKey);
