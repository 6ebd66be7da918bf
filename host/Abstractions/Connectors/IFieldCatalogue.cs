namespace IntegrationHost.Connectors;

/// <summary>A connector that can tell which fields the account really has, custom fields included.</summary>
public interface IFieldCatalogue : IConnector
{
    /// <summary>The fields of an entity. <c>ihost check --live</c> compares them with what the scripts write.</summary>
    Task<IReadOnlyList<FieldInfo>> FieldsAsync(string entity, CancellationToken cancel);
}

/// <summary>One field.</summary>
/// <param name="Path">As a script writes it, for example <c>item.items.rate</c>.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Required">True when a create fails without it.</param>
public sealed record FieldInfo(string Path, FieldKind Kind, bool Required = false);

/// <summary>What a field holds.</summary>
public enum FieldKind
{
    /// <summary>Any text.</summary>
    Text,
    /// <summary>A number that is no money.</summary>
    Number,
    /// <summary>An amount of money.</summary>
    Money,
    /// <summary>True or false.</summary>
    Flag,
    /// <summary>A calendar date.</summary>
    Date,
    /// <summary>A point in time.</summary>
    Instant,
    /// <summary>Several records or values.</summary>
    List,
    /// <summary>A record inside the record.</summary>
    Record,
}
