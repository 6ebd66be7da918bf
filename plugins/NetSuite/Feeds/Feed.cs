namespace IntegrationHost.Plugins.NetSuite.Feeds;

/// <summary>What a feed reads: table, stamp and key of its rows, and what a row is called.</summary>
/// <param name="Entity">The connector's entity.</param>
/// <param name="From">Table and joins.</param>
/// <param name="Where">What belongs to the feed; empty for the whole table.</param>
/// <param name="StampColumn">The local stamp of a row's last change.</param>
/// <param name="KeyColumns">Unique together; numbers.</param>
/// <param name="Columns">Further columns, with aliases.</param>
internal sealed record Feed(
    string Entity, string From, string Where, string StampColumn, string[] KeyColumns, string Columns)
{
    /// <summary>The column with what people call the record, or null.</summary>
    public string? NameColumn { get; init; }

    /// <summary>The column with the id of the record it belongs to, or null.</summary>
    public string? GroupColumn { get; init; }

    /// <summary>The column that completes the version where the stamp alone is too coarse, or null.</summary>
    public string? VersionColumn { get; init; }

    /// <summary>What the table of deleted records calls this entity, in small letters; null where it has
    /// none.</summary>
    public string? DeletedAs { get; init; }
}
