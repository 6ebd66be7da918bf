namespace IntegrationHost.Storage.Embedded.Rows;

/// <summary>One row of the state.</summary>
/// <param name="Table">Which kind of row.</param>
/// <param name="Key">Unique within the table; at most 1,000 bytes of UTF-8.</param>
internal readonly record struct RowId(Table Table, string Key);

/// <summary>The kinds of rows. The numbers stand in the journal: they never change their meaning.</summary>
internal enum Table : byte
{
    /// <summary>What is true of the whole state, by name.</summary>
    Meta = 0,
    /// <summary>A record with unsettled changes: <see cref="RecordRow"/>.</summary>
    Pending = 1,
    /// <summary>Older unsettled changes of a record that has very many.</summary>
    Spilled = 2,
    /// <summary>What was done with a record: <see cref="LedgerRow"/>.</summary>
    Ledger = 3,
    /// <summary>One direction of a link.</summary>
    Links = 4,
    /// <summary>Which records have a name.</summary>
    Names = 5,
    /// <summary>Where a flow's feed stands.</summary>
    Cursors = 6,
    /// <summary>Small named values.</summary>
    Values = 7,
    /// <summary>The id of a delivery that was stored; many of them are one row in the projection.</summary>
    Deliveries = 8,
    /// <summary>How many records of a flow and entity ended how.</summary>
    Counts = 9,
    /// <summary>Settled records that have a problem all the same.</summary>
    Afterwards = 10,
}
