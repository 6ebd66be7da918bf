namespace IntegrationHost.Simulators.Shopify.Webhooks;

/// <summary>One posting, with the payload of the moment it was made: repeats carry the same.</summary>
internal sealed record WebhookDelivery(Uri Address, IReadOnlyDictionary<string, string> Headers, byte[] Body);
