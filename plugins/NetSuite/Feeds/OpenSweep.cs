namespace IntegrationHost.Plugins.NetSuite.Feeds;

/// <summary>How far a sweep has come.</summary>
/// <param name="ServerTime">NetSuite's time at the last page.</param>
/// <param name="Stamp">The local stamp of the last row.</param>
/// <param name="Id">The id of the last row.</param>
internal sealed record OpenSweep(DateTimeOffset ServerTime, DateTime Stamp, string Id);
