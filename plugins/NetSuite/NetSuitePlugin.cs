using IntegrationHost.Connectors;

namespace IntegrationHost.Plugins.NetSuite;

/// <summary>Connects to NetSuite by its REST record service and SuiteQL, signed with token-based
/// authentication.</summary>
public sealed class NetSuitePlugin : ConnectorPlugin<NetSuiteOptions>
{
    /// <inheritdoc/>
    public override string Name => "NetSuite";

    /// <inheritdoc/>
    protected override string AccountOf(NetSuiteOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Client.AccountAddress.Realm(options.Account);
    }

    /// <inheritdoc/>
    protected override IConnector Connect(NetSuiteOptions options, ConnectorContext context)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        return new NetSuiteConnector(options, context);
    }
}
