using IntegrationHost.Connectors;

namespace IntegrationHost.Plugins.NetSuite.Writes;

/// <summary>Writes the records of one entity.</summary>
internal interface IEntityWriting
{
    Task<Outcome> ApplyAsync(Write write, CancellationToken cancel);

    Task<Recovery> RecoverAsync(Write write, CancellationToken cancel);
}
