namespace IntegrationHost.Storage.Journal;

/// <summary>The segment with that position has been dropped.</summary>
internal sealed class PositionDroppedException(long position, long first) : Exception(
    $"position {position} of the journal has been dropped; it begins at {first}");
