namespace IntegrationHost.Engine.Connections;

/// <summary>How many requests an account takes at once, where it does not say so itself. Until the first refusal the
/// number grows with every answer; a refusal shows where it is, because it is known how many were on their way then.
/// From then on one request more is tried from time to time: soon again after it was answered, ever more seldom after
/// it was refused. After a refusal nothing is sent until one that was taken is answered: no place is free before.
/// Not thread-safe: the budget locks.</summary>
internal sealed class ConcurrencyLimit
{
    private const int First = 8;
    private const int Most = 64;
    private const int RoundsFirst = 10;
    private const int RoundsMost = 320;

    private readonly double _reserve;
    private int _ceiling = Most;
    private int _limit = First;
    private int _rounds = 1; // As many answers as there are places make a round.
    private int _answersUntilProbe;
    private int _refusals;
    private bool _isFull; // One was refused, and none was answered since.

    /// <param name="reserve">The part left to others, 0 to 0.9: a limit that was met is used but for this part.</param>
    public ConcurrencyLimit(double reserve) => _reserve = reserve;

    /// <summary>Requests that may be on their way at once, but for a probe.</summary>
    public int Places => _limit;

    /// <summary>Whether a refusal has shown where the limit is.</summary>
    public bool IsMet { get; private set; }

    /// <summary>Takes over what the account, or who set it up, says: never more than that.</summary>
    public void Describe(double capacity)
    {
        _ceiling = LessReserve(capacity);
        _limit = Math.Min(_limit, _ceiling);
    }

    /// <summary>Whether one more may be sent while so many are on their way.</summary>
    public bool Admits(int onTheirWay) => !_isFull && (onTheirWay < _limit
        || (IsMet && onTheirWay == _limit && _limit < _ceiling && _answersUntilProbe <= 0));

    /// <summary>One was sent, as the so-manieth on its way. The mark goes with it to its answer.</summary>
    public int Sent(int level)
    {
        if (level > _limit)
        {
            Wait(_rounds);
        }

        return _refusals;
    }

    /// <summary>The account answered the request that was sent as the so-manieth. It shows that so many fit, unless
    /// another was refused meanwhile: requests overtake each other, so it may have taken that one's place.</summary>
    public void Answered(int level, int mark)
    {
        _isFull = false;
        _answersUntilProbe--;
        if (mark != _refusals)
        {
            return;
        }

        if (!IsMet)
        {
            // A quarter more than is shown to fit, so that few are too many when the limit is met.
            _limit = Math.Max(_limit, Math.Min(_ceiling, level + Math.Max(1, level / 4)));
        }
        else if (level > _limit)
        {
            _limit = Math.Min(_ceiling, level);
            Wait(_rounds = _reserve > 0 ? RoundsMost : 1);
        }
    }

    /// <summary>The account refused a request while so many were on their way: it takes fewer than that.</summary>
    public void Refused(int onTheirWay)
    {
        var wasProbe = IsMet && onTheirWay == _limit + 1;
        IsMet = true;
        _isFull = true;
        _refusals++;
        _limit = wasProbe ? _limit : Math.Min(_limit, LessReserve(onTheirWay - 1));
        Wait(_rounds = _reserve > 0 ? RoundsMost : wasProbe ? Math.Clamp(_rounds * 2, RoundsFirst, RoundsMost)
            : RoundsFirst);
    }

    /// <summary>None of ours is on its way any more, so none will be answered.</summary>
    public void Emptied() => _isFull = false;

    private void Wait(int rounds) => _answersUntilProbe = rounds * _limit;

    private int LessReserve(double places) => Math.Max(1, (int)Math.Floor(places * (1 - _reserve)));
}
