using IntegrationHost.Records;

namespace IntegrationHost.Connectors;

/// <summary>A connector that reads records by id and finds them by a field, many at once.</summary>
public interface IRecordReader : IConnector
{
    /// <summary>The records with these ids, in any order, in as few calls as possible. An id that is not in the answer
    /// does not exist; anything incomplete must throw.</summary>
    /// <param name="entity">One of the connector's entities with <see cref="Abilities.Read"/>.</param>
    /// <param name="ids">At most 250.</param>
    /// <param name="cancel">Ends the read.</param>
    Task<IReadOnlyList<Found>> ReadAsync(string entity, IReadOnlyList<string> ids, CancellationToken cancel);

    /// <summary>The records whose field equals one of the values, in as few calls as possible. Two matches for one
    /// value are both returned: the host makes a problem of it for the records that asked for that value.</summary>
    /// <param name="entity">One of the connector's entities with <see cref="Abilities.Find"/>.</param>
    /// <param name="field">A field of the entity, in the system's own words.</param>
    /// <param name="values">At most 250.</param>
    /// <param name="cancel">Ends the look-up.</param>
    Task<IReadOnlyList<Match>> FindAsync(
        string entity, string field, IReadOnlyList<string> values, CancellationToken cancel);
}

/// <summary>A record that was read.</summary>
/// <param name="Id">The id it was asked by.</param>
/// <param name="Version">As the change feed reports it.</param>
/// <param name="Record">The record as the API gives it.</param>
public sealed record Found(string Id, string Version, Record Record);

/// <summary>A record that was found by a field.</summary>
/// <param name="Value">The value that was asked for, exactly as given.</param>
/// <param name="Id">The record's id.</param>
/// <param name="Version">As the change feed reports it; empty where the look-up does not tell.</param>
public sealed record Match(string Value, string Id, string Version);
