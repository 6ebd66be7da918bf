using IntegrationHost.Engine.Inbox;

namespace IntegrationHost.Storage.Problems;

/// <summary>What is told of a record that was put back again and again: one problem per flow. Pure.</summary>
internal static class TriedAgain
{
    /// <summary>From so many tries on; a hiccup is nobody's business.</summary>
    public const int TriesTold = 3;
    private const int TriesUntilAPersonLooks = 10;

    public static ProblemNote NoteOf(string flow, int attempts, string reason) => new(
        $"{flow}/tried-again",
        "tried-again",
        $"not settled after {attempts} tries: {reason}",
        "it is tried again by itself; if this goes on, look at the connection and at what it says",
        NeedsPerson: attempts >= TriesUntilAPersonLooks);
}
