using IntegrationHost.Connectors;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Writes many of one entity in a call.</summary>
internal interface IManyWriter : IEntityWriter
{
    int AtOnceMost { get; }

    Task<IReadOnlyList<Outcome>> ApplyManyAsync(IReadOnlyList<Write> writes, CancellationToken cancel);
}
