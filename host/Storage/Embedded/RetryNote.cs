using IntegrationHost.Engine.Inbox;

namespace IntegrationHost.Storage.Embedded;

/// <summary>What is told of a record that was put back again and again: one problem per flow. Pure.</summary>
internal static class RetryNote
{
    private const int TriesUntilAPersonLooks = 10;

    public static ProblemNote Of(RecordRow row) => new(
        $"{row.Record.Flow}/tried-again",
        "tried-again",
        $"not settled after {row.Attempts} tries: {row.Reason}",
        "it is tried again by itself; if this goes on, look at the connection and at what it says",
        NeedsPerson: row.Attempts >= TriesUntilAPersonLooks);
}
