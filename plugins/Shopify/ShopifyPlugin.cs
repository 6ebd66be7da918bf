using IntegrationHost.Connectors;

namespace IntegrationHost.Plugins.Shopify;

/// <summary>Connects Shopify shops by the Admin GraphQL API.</summary>
public sealed class ShopifyPlugin : ConnectorPlugin<ShopifyOptions>
{
    /// <inheritdoc/>
    public override string Name => "Shopify";

    /// <inheritdoc/>
    protected override string AccountOf(ShopifyOptions options) => options.Shop;

    /// <inheritdoc/>
    protected override IConnector Connect(ShopifyOptions options, ConnectorContext context) =>
        new ShopifyConnector(options, context);
}
