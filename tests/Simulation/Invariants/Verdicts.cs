namespace IntegrationHost.Simulation.Invariants;

/// <summary>Everything of a run that must not be.</summary>
internal sealed class Verdicts
{
    private const int KeptMost = 20;

    private readonly List<Violation> _found = [];

    public IReadOnlyList<Violation> All => _found;

    public void Found(string invariant, string what)
    {
        if (_found.Count < KeptMost)
        {
            _found.Add(new Violation(invariant, what));
        }
    }
}

/// <summary>A promise that was broken.</summary>
/// <param name="Invariant">Its short name.</param>
/// <param name="What">What was seen.</param>
internal sealed record Violation(string Invariant, string What)
{
    public override string ToString() => $"{Invariant}: {What}";
}
