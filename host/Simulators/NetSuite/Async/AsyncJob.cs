using IntegrationHost.Simulators.Doors;

namespace IntegrationHost.Simulators.NetSuite.Async;

/// <summary>Work that was taken in and is answered later.</summary>
/// <param name="Id">The number in its address.</param>
/// <param name="Key">The idempotency key it came with, or null.</param>
/// <param name="Started">When it was taken in.</param>
/// <param name="Ends">When it can be seen as done.</param>
/// <param name="Results">What each of its records would have been answered.</param>
internal sealed record AsyncJob(
    int Id, string? Key, DateTimeOffset Started, DateTimeOffset Ends, IReadOnlyList<SimulatedResponse> Results);
