namespace IntegrationHost.Simulators.NetSuite.State;

/// <summary>What is left of a record that was deleted.</summary>
internal sealed record DeletedRecord(int Id, string Type, string Name, DateTimeOffset Deleted);
