using IntegrationHost.Engine.Inbox;

namespace IntegrationHost.Storage.Problems;

/// <summary>One reason why one record waits, or is not as it should be.</summary>
/// <param name="Note">The reason.</param>
/// <param name="Record">Whose.</param>
/// <param name="Name">What people call the record.</param>
/// <param name="Since">Since when.</param>
/// <param name="AtStake">The money that waits with it.</param>
internal sealed record WaitingNote(
    ProblemNote Note, RecordKey Record, string Name, DateTimeOffset Since, Money? AtStake);
