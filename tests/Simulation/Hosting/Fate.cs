namespace IntegrationHost.Simulation.Hosting;

/// <summary>How long a host process lives. It passes a place before and after whatever it asks of its state or of a
/// remote system, and may end at any of them.</summary>
/// <param name="passed">Told of each place.</param>
internal sealed class Fate(Action<string> passed)
{
    private int? _left;

    public bool IsOver => EndedAt is not null;

    /// <summary>Where it ended; null while it lives.</summary>
    public string? EndedAt { get; private set; }

    /// <summary>It ends at the place after so many.</summary>
    public void EndAfter(int places) => _left = places;

    /// <summary>It ends of old age.</summary>
    public void Spare() => _left = null;

    public void End(string place) => EndedAt ??= place;

    /// <summary>False when it ends here, or has ended.</summary>
    public bool Passes(string place)
    {
        if (IsOver)
        {
            return false;
        }

        passed(place);
        if (_left is { } left)
        {
            _left = left - 1;
            if (left == 0)
            {
                End(place);
            }
        }

        return !IsOver;
    }

    /// <summary>Goes on, when others perhaps have had their turn; never where life ends.</summary>
    public async Task PassAsync(string place)
    {
        if (Passes(place))
        {
            await Task.Yield();
        }

        if (IsOver)
        {
            await Never();
        }
    }

    /// <summary>What somebody who is gone waits for.</summary>
    public static Task Never() => new TaskCompletionSource().Task;
}
