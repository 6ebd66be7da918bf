using IntegrationHost.Crash.Child;
using IntegrationHost.Crash.Facts;
using IntegrationHost.Crash.Stores;
using IntegrationHost.Crash.Wire;

namespace IntegrationHost.Crash.Certifying;

/// <summary>One state and the processes that live on it, one after the other. The next process starts while this one
/// works: starting is most of the time of a life.</summary>
internal sealed class Lives : IAsyncDisposable
{
    private const int AcknowledgedMost = 700; // Of one life.
    private const int MicrosecondsMost = 400_000;

    private const int ServerKilled = 3; // Of so many kills one, where there is a server.

    private readonly Options _options;
    private readonly Tally _tally;
    private readonly TextWriter _say;
    private readonly Places _places;
    private ChildProcess _spare = ChildProcess.Start();
    private int _states;

    private Lives(Options options, Tally tally, TextWriter say, Places places, string where)
    {
        (_options, _tally, _say, _places, Where) = (options, tally, say, places, where);
        Dice = new Random(options.Seed);
        Crowd = new Crowd(options.Callers, options.Seed, tally);
    }

    public Random Dice { get; }

    public Crowd Crowd { get; private set; }

    public string Where { get; private set; }

    public OpenStore Opening => new(_options.Store, Where);

    public static async Task<Lives> BeginAsync(
        Options options, Tally tally, TextWriter say, CancellationToken cancel)
    {
        var places = await Places.OfAsync(options.Store, options.Folder, cancel);
        return new Lives(options, tally, say, places, await places.NewAsync(cancel));
    }

    public ChildProcess TakeChild()
    {
        var child = _spare;
        _spare = ChildProcess.Start();
        return child;
    }

    /// <summary>Opens the state where nothing excuses that it cannot be.</summary>
    public async Task<bool> OpenAsync(ChildProcess child, CancellationToken cancel)
    {
        var opened = await child.AskAsync(Opening, cancel);
        if (opened is { Failed: false, Refused: false })
        {
            return true;
        }

        _tally.Add(new Fault(FaultKind.Lost, $"the state cannot be opened any more: {opened.Text}"));
        return false;
    }

    /// <summary>Lets the callers write until the dice say that it is enough, and kills the process.</summary>
    public async Task WorkUntilKilledAsync(ChildProcess child, CancellationToken cancel)
    {
        var (most, before) = (Dice.Next(AcknowledgedMost), _tally.Acknowledged);
        var withServer = Dice.Next(ServerKilled) == 0;
        var killing = KillAfterAsync(child, Dice.Next(MicrosecondsMost), withServer, cancel);
        await Crowd.WorkAsync(child, () =>
        {
            if (_tally.Acknowledged - before >= most && !withServer)
            {
                child.Kill();
            }
        }, cancel);
        await killing;
        _tally.Kills++;
    }

    /// <summary>What differs once would be told for ever: the state is kept to be looked at, and another one
    /// begun.</summary>
    public async Task StartAnewAsync(CancellationToken cancel)
    {
        if (_options.Store != StoreDoors.Postgres)
        {
            _say.WriteLine($"the state is kept in '{Where}'");
        }

        _states++;
        Where = await _places.NewAsync(cancel);
        Crowd = new Crowd(_options.Callers, _options.Seed + _states, _tally);
    }

    /// <summary>Waits a part of a second.</summary>
    public static async Task PauseAsync(int microseconds, CancellationToken cancel) =>
        await Task.Delay(TimeSpan.FromMicroseconds(microseconds), TimeProvider.System, cancel);

    public async ValueTask DisposeAsync()
    {
        await _spare.DisposeAsync();
        await _places.DisposeAsync();
    }

    private async Task KillAfterAsync(
        ChildProcess child, int microseconds, bool withServer, CancellationToken cancel)
    {
        await PauseAsync(microseconds, cancel);
        if (withServer)
        {
            await _places.KillAsync(child.Kill, cancel);
        }
        else
        {
            child.Kill();
        }
    }
}
