namespace IntegrationHost.Connectors;

/// <summary>What a connector can do with one entity.</summary>
/// <param name="Name">The system's own word, for example <c>order</c> or <c>salesOrder</c>.</param>
/// <param name="KeyField">The field that carries the outside key by which a write is found again, for example
/// <c>externalId</c>; the id field where the system has no such field.</param>
/// <param name="Abilities">Narrows the connector's roles for this entity.</param>
public sealed record EntityInfo(string Name, string KeyField, Abilities Abilities)
{
    /// <summary>How a create behaves when it is repeated.</summary>
    public WriteNature CreateNature { get; init; } = WriteNature.Upsert;

    /// <summary>How an update behaves when it is repeated.</summary>
    public WriteNature UpdateNature { get; init; } = WriteNature.Upsert;

    /// <summary>True for what the system changes on its own after a write, as a sale changes a quantity: the host then
    /// sends every new version, also when it says what was written last.</summary>
    public bool ChangesByItself { get; init; }

    /// <summary>How a delete behaves when it is repeated.</summary>
    public WriteNature DeleteNature { get; init; } = WriteNature.Upsert;
}

/// <summary>What can be asked of an entity.</summary>
[Flags]
public enum Abilities
{
    /// <summary>Nothing: the entity is known by name only.</summary>
    None = 0,
    /// <summary>Its changes can be polled.</summary>
    Changes = 1,
    /// <summary>Its changes arrive by webhook.</summary>
    Webhooks = 2,
    /// <summary>Records can be read by id.</summary>
    Read = 4,
    /// <summary>Records can be found by a field.</summary>
    Find = 8,
    /// <summary>Records can be created.</summary>
    Create = 16,
    /// <summary>Records can be changed.</summary>
    Update = 32,
    /// <summary>Records can be deleted.</summary>
    Delete = 64,
}

/// <summary>Whether a write may simply be sent again.</summary>
public enum WriteNature
{
    /// <summary>Sending it twice has the effect of sending it once. The host writes without further ado.</summary>
    Upsert,
    /// <summary>Sending it twice may have two effects. The host stores the rendered write durably before it is sent,
    /// and after a crash or an exception asks <see cref="IRecordWriter.RecoverAsync"/> first.</summary>
    NeedsIntent,
}
