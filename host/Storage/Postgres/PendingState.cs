namespace IntegrationHost.Storage.Postgres;

/// <summary>What a row of pending says of its record.</summary>
internal enum PendingState : short
{
    /// <summary>To be claimed when due.</summary>
    Pending,
    /// <summary>Being handled.</summary>
    Claimed,
    /// <summary>Waits for a dependency.</summary>
    Held,
    /// <summary>Waits for a person.</summary>
    Refused,
}
