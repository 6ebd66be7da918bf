namespace IntegrationHost.Plugins.Shopify.Reads;

/// <summary>How many records, and how many lines of each, one query may ask for: learned from what queries cost, since
/// the shop refuses one that asks for more than 1,000 points whatever the plan.</summary>
internal sealed class ReadSize(int atOnceMost)
{
    private const double CostAimedAt = 900;
    private const int LinesMost = 30;
    private const int LinesLeast = 5;

    private readonly Lock _gate = new();
    private int _atOnceMost = atOnceMost;
    private double _costOfOne;

    public int Lines { get; private set; } = LinesMost;

    public int AtOnce
    {
        get
        {
            lock (_gate)
            {
                return _costOfOne == 0 ? _atOnceMost : Math.Clamp((int)(CostAimedAt / _costOfOne), 1, _atOnceMost);
            }
        }
    }

    /// <summary>What a query for so many records asked for.</summary>
    public void Learn(double cost, int records)
    {
        lock (_gate)
        {
            _costOfOne = cost / records;
        }
    }

    /// <summary>A query for so many records was too much: fewer records next time, then fewer lines. False when it
    /// cannot be made smaller.</summary>
    public bool Shrink(int records)
    {
        lock (_gate)
        {
            if (records > 1)
            {
                _atOnceMost = Math.Min(_atOnceMost, records / 2);
                return true;
            }

            _costOfOne = 0;
            var smaller = Lines > LinesLeast;
            Lines = Math.Max(LinesLeast, Lines / 2);
            return smaller;
        }
    }
}
