using IntegrationHost.Crash.Wire;

namespace IntegrationHost.Crash.Facts;

/// <summary>What a reopened store tells, beside what it must tell: with the command in flight, or without it, but one
/// of the two wholly.</summary>
internal sealed class Comparison
{
    private const string Nothing = "nothing";

    private readonly Dictionary<string, string> _told;
    private readonly Dictionary<string, string> _without;
    private readonly List<string> _mixed = [];

    private Comparison(Dictionary<string, string> told, Dictionary<string, string> without)
    {
        _told = told;
        _without = without;
    }

    private readonly List<string> _wrong = [];

    /// <summary>Everything is as it was acknowledged.</summary>
    public bool IsFine => _wrong.Count == 0 && _mixed.Count == 0;

    /// <summary>What is wrong, once it was explained.</summary>
    public IReadOnlyList<Fault> Faults { get; private set; } = [];

    /// <summary>How many of the last commands are missing, where nothing else is wrong: 0 where something is.</summary>
    public int MissingTail { get; private set; }

    /// <summary>Whether the command in flight took place.</summary>
    public bool TookPlace { get; private set; }

    /// <summary>False when the command in flight leaves nothing to be seen.</summary>
    public bool IsDecided { get; private set; }

    public static Comparison Of(
        Dictionary<string, string> told, Dictionary<string, string> without, Dictionary<string, string> with)
    {
        var comparison = new Comparison(told, without);
        var (asBefore, asAfter) = (new List<string>(), new List<string>());
        foreach (var key in told.Keys.Union(without.Keys).Union(with.Keys))
        {
            var (now, before, after) = (Of(told, key), Of(without, key), Of(with, key));
            if (now != before && now != after)
            {
                comparison._wrong.Add(key);
            }
            else if (before != after)
            {
                (now == before ? asBefore : asAfter).Add(key);
            }
        }

        comparison.IsDecided = asAfter.Count + asBefore.Count > 0;
        comparison.TookPlace = asAfter.Count > asBefore.Count;
        if (asAfter.Count > 0 && asBefore.Count > 0)
        {
            comparison._mixed.AddRange(comparison.TookPlace ? asBefore : asAfter);
        }

        return comparison;
    }

    /// <summary>Makes one fault of each thing that is wrong, and one of a command that stands half.</summary>
    /// <param name="former">All facts as they were after each command, the oldest first: what still says so was
    /// lost.</param>
    /// <param name="inFlight">The command of which nobody knew.</param>
    public void Explain(IReadOnlyList<Dictionary<string, string>> former, Command? inFlight)
    {
        var faults = _wrong.Select(key => FaultOf(key, former)).ToList();
        if (_mixed.Count > 0)
        {
            var word = TookPlace ? "but for" : "only";
            faults.Add(new Fault(
                FaultKind.Half, $"{inFlight} took place in part, {word} {string.Join("; ", _mixed)}"));
        }

        Faults = faults;
        var same = former.ToList().FindLastIndex(facts => facts.Count == _told.Count && !facts.Except(_told).Any());
        MissingTail = same < 0 ? 0 : former.Count - 1 - same;
    }

    private Fault FaultOf(string key, IReadOnlyList<Dictionary<string, string>> former)
    {
        var (now, expected) = (Of(_told, key), Of(_without, key));
        var lost = now == Nothing || former.Any(facts => Of(facts, key) == now) || LostDelivery(key);
        return new Fault(
            lost ? FaultKind.Lost : FaultKind.Different,
            $"{key}: acknowledged was {expected}; the reopened state tells {now}");
    }

    private bool LostDelivery(string key) =>
        key.StartsWith("delivery ", StringComparison.Ordinal) && Of(_told, key) == "Stored";

    private static string Of(Dictionary<string, string> facts, string key) => facts.GetValueOrDefault(key, Nothing);
}
