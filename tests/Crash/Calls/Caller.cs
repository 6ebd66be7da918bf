using IntegrationHost.Crash.Facts;
using IntegrationHost.Crash.Reference;
using IntegrationHost.Crash.Wire;
using IntegrationHost.Engine.Inbox;

namespace IntegrationHost.Crash.Calls;

/// <summary>One caller of the store: its share, the reference it is compared with, and the one command of which nobody
/// knows yet whether it took place.</summary>
internal sealed class Caller
{
    private const int OldDeliveriesProbed = 20;

    private readonly Choices _choices;
    private readonly Random _dice;
    private readonly HashSet<RecordKey> _seen = [];
    private readonly HashSet<RecordKey> _touched = [];
    private readonly HashSet<string> _delivered = [];
    private readonly List<Command> _life = [];
    private ReferenceState _start = new();
    private ReferenceState _state = new();
    private CommandRunner _runner;
    private Command? _again;
    private string? _undecided;

    public Caller(int number, int seed)
    {
        Share = new Share(number);
        _dice = new Random(seed + number);
        _choices = new Choices(Share, new Random(seed - number - 1));
        _runner = RunnerOf(_state);
    }

    public Share Share { get; }

    /// <summary>Sent, and not answered.</summary>
    public Command? InFlight { get; private set; }

    /// <summary>The next command; it is in flight from now on.</summary>
    public Command Next()
    {
        var next = _again ?? _choices.Next(_state);
        _again = null;
        InFlight = next;
        _touched.UnionWith(next.Touches);
        _seen.UnionWith(next.Touches);
        return next;
    }

    /// <summary>It was answered: what the reference says to the same command.</summary>
    public async Task<string> AnsweredAsync(string answer, CancellationToken cancel)
    {
        var command = InFlight!;
        InFlight = null;
        _life.Add(command);
        if (command is AppendChanges { Append.DeliveryKey: { } key })
        {
            _delivered.Add(key);
            if (key == _undecided && answer.StartsWith(nameof(AppendVerdict.Duplicate), StringComparison.Ordinal))
            {
                _state.Deliveries.Add(key); // Only now it shows that the store knew it.
            }
        }

        var expected = await _runner.RunAsync(command, cancel);

        return expected.Text;
    }

    /// <summary>What is to be read after the process went: all that this life touched, or all there is.</summary>
    public Scope ScopeOf(bool everything)
    {
        var old = _state.Deliveries.ToArray();
        _dice.Shuffle(old);
        var keys = everything ? old : [.. old.Take(OldDeliveriesProbed).Union(_delivered)];
        return Share.Scope(everything ? _seen : _touched, keys);
    }

    /// <summary>Compares what a reopened store tells with the reference, and goes on from what is true.</summary>
    public async Task<Comparison> CompareAsync(
        Scope scope, Dictionary<string, string> told, CancellationToken cancel)
    {
        var without = _state.Reopened();
        var expected = await FactsAsync(without, scope, cancel);
        var (with, alternative) = (without, expected);
        if (InFlight is { Writes: true } command)
        {
            await _runner.RunAsync(command, cancel);
            with = _state.Reopened();
            alternative = await FactsAsync(with, scope, cancel);
        }

        var comparison = Comparison.Of(told, expected, alternative);
        if (!comparison.IsFine)
        {
            comparison.Explain(await FormerFactsAsync(scope, cancel), InFlight);
        }

        Redeliver(comparison.IsDecided);
        GoOn(comparison.TookPlace ? with : without);
        return comparison;
    }

    /// <summary>All that is parked was released at once, for all callers; how many of this one.</summary>
    public async Task<int> ReleasedAllAsync(Requeue all, CancellationToken cancel) =>
        await new ReferenceStore(_state).Inbox.RequeueAsync(all, cancel);

    // A webhook that got no answer comes again.
    private void Redeliver(bool isDecided)
    {
        _again = InFlight is AppendChanges { Append.DeliveryKey: not null } ? InFlight : null;
        _undecided = isDecided ? null : (_again as AppendChanges)?.Append.DeliveryKey;
    }

    private void GoOn(ReferenceState from)
    {
        _state = from;
        _start = from.Reopened();
        _runner = RunnerOf(_state);
        _choices.Reopened();
        _life.Clear();
        _touched.Clear();
        _delivered.Clear();
        InFlight = null;
    }

    // All facts as they were after each command of this life, the oldest first.
    private async Task<List<Dictionary<string, string>>> FormerFactsAsync(Scope scope, CancellationToken cancel)
    {
        var state = _start.Reopened();
        var runner = RunnerOf(state);
        var former = new List<Dictionary<string, string>> { await FactsAsync(state.Reopened(), scope, cancel) };
        foreach (var command in _life)
        {
            await runner.RunAsync(command, cancel);
            former.Add(await FactsAsync(state.Reopened(), scope, cancel));
        }

        return former;
    }

    private static CommandRunner RunnerOf(ReferenceState state) => new(new ReferenceStore(state));

    private static Task<Dictionary<string, string>> FactsAsync(
        ReferenceState state, Scope scope, CancellationToken cancel) =>
        FactReader.ReadAsync(new ReferenceStore(state), scope, cancel);
}
