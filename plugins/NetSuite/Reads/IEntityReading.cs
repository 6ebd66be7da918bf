using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Feeds;

namespace IntegrationHost.Plugins.NetSuite.Reads;

/// <summary>Reads the records of one entity by id.</summary>
internal interface IEntityReading
{
    /// <summary>The records with these ids that are there.</summary>
    Task<IReadOnlyList<Found>> ReadAsync(IReadOnlyList<string> ids, AccountTime time, CancellationToken cancel);
}
