using IntegrationHost.Connectors;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Writes one entity; see <see cref="IRecordWriter"/> for what its answers mean.</summary>
internal interface IEntityWriter
{
    Task<Outcome> ApplyAsync(Write write, CancellationToken cancel);

    Task<Recovery> RecoverAsync(Write write, CancellationToken cancel);
}
