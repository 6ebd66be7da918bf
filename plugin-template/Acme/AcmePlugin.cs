using IntegrationHost.Connectors;

namespace Acme;

/// <summary>The one public class the host looks for in <c>plugins/Acme/Acme.dll</c>.</summary>
public sealed class AcmePlugin : ConnectorPlugin<AcmeOptions>
{
    /// <summary>What <c>plugin</c> says in <c>ihost.json</c>; the folder has the same name.</summary>
    public override string Name => "Acme";

    /// <summary>Connections to one account share its limits.</summary>
    protected override string AccountOf(AcmeOptions options) => options.BaseUrl;

    protected override IConnector Connect(AcmeOptions options, ConnectorContext context) =>
        new AcmeConnector(new AcmeClient(options, context));
}
