using IntegrationHost.Connectors;

namespace IntegrationHost.Engine.Planning;

/// <summary>What stands in the target.</summary>
/// <param name="Id">The record's id, where there is one.</param>
/// <param name="Found">The record, where it is there and shown.</param>
/// <param name="IsShown">Whether the target shows such records at all.</param>
internal sealed record Standing(string? Id, Found? Found, bool IsShown);
