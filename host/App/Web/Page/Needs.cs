using IntegrationHost.Engine;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.App.Web.Page;

/// <summary>What needs a person, in one line: the first thing the page says.</summary>
/// <param name="Records">How many records; one with two problems counts once.</param>
/// <param name="ByThemselves">How many more wait, and go on by themselves.</param>
/// <param name="Causes">How many causes.</param>
/// <param name="AtStake">Their money, per currency.</param>
/// <param name="Since">Since when the oldest waits.</param>
/// <param name="Faults">What is out of order whether or not a record waits: state, connections, feeds,
/// scripts.</param>
public sealed record Needs(
    int Records,
    int ByThemselves,
    int Causes,
    IReadOnlyList<Money> AtStake,
    DateTimeOffset? Since,
    IReadOnlyList<string> Faults)
{
    /// <summary>For the browser's tab.</summary>
    public string Title => (Records, Faults.Count) switch
    {
        (0, 0) => "Nothing needs you",
        (0, var faults) => $"{Show.Count(faults, "fault")} to mend",
        var (records, _) => $"{Show.Number(records)} need you",
    };

    public static Needs Of(
        EngineStatus status, StoreHealth state, IReadOnlyList<Problem> problems, IReadOnlyList<ParkedRecord> parked)
    {
        var causes = problems.Where(problem => problem.NeedsPerson).ToArray();
        var waiting = parked.Where(record => record.Problems.Any(problem => problem.NeedsPerson)).ToArray();
        // Settled records can have problems, too (an amount that differs). The groups count these, and a record of
        // several causes as often as it has causes.
        var parkedCauses = waiting.Sum(record => record.Problems
            .Where(problem => problem.NeedsPerson).DistinctBy(problem => problem.Cause).Count());
        var atStake = waiting.Select(record => record.AtStake).OfType<Money>()
            .GroupBy(money => money.Currency)
            .Select(group => new Money(group.Sum(money => money.Amount), group.Key));
        return new Needs(
            waiting.Length + causes.Sum(problem => problem.Count) - parkedCauses,
            parked.Count - waiting.Length,
            causes.Length,
            [.. atStake],
            causes.Length == 0 ? null : causes.Min(problem => problem.First),
            [.. FaultsOf(state), .. FaultsOf(status)]);
    }

    private static IEnumerable<string> FaultsOf(StoreHealth state) =>
        (state.Ok ? state.Warnings : state.Warnings.Prepend(state.Detail)).Select(fault => $"state: {fault}");

    private static IEnumerable<string> FaultsOf(EngineStatus status)
    {
        var faulty = status.Connections.Where(connection => connection.Fault is not null).ToArray();
        foreach (var connection in faulty)
        {
            var state = connection.State switch
            {
                ConnectionState.Paused => " is paused",
                ConnectionState.Unusable => " cannot be used",
                _ => "",
            };
            yield return $"{connection.Name}{state}: {connection.Fault}";
        }

        // What fails because its connection does is not said again.
        var polls = status.Flows
            .Where(flow => flow.PollFault is not null && faulty.All(one => one.Name != flow.Flow.From.Connection
                && (one.State != ConnectionState.Unusable || one.Name != flow.Flow.To.Connection)))
            .GroupBy(flow => flow.PollFault);
        foreach (var poll in polls)
        {
            yield return $"{NamesOf(poll)} could not be polled: {poll.Key}";
        }

        var scripts = status.Flows.Where(flow => flow.ScriptFault is not null)
            .GroupBy(flow => (flow.Flow.Script, flow.ScriptFault, InUse: flow.ScriptVersion is not null));
        foreach (var script in scripts)
        {
            var before = script.Key.InUse ? "; the version before it stays in use" : " and no version before it did";
            yield return $"{NamesOf(script)}: {script.Key.Script} does not compile{before}: {script.Key.ScriptFault}";
        }
    }

    private static string NamesOf(IEnumerable<FlowStatus> flows) =>
        string.Join(", ", flows.Select(flow => flow.Flow.Name));
}
