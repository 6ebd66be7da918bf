using IntegrationHost.Disks;
using IntegrationHost.Storage.Embedded;
using IntegrationHost.Storage.Journal;

namespace IntegrationHost.Simulation.Worlds;

/// <summary>The disk of the host's machine, which can lose its power at any operation.</summary>
internal sealed class Drive(int seed)
{
    private const int SegmentBytes = 1 << 20;

    private readonly Random _dice = new(seed);
    private PlayedDisk _disk = new(seed);
    private PlayedDisk? _after;
    private long? _left;
    private int _boots;

    /// <summary>Told when the power goes.</summary>
    public Action PowerGone { get; set; } = () => { };

    /// <summary>The power goes before the operation after so many.</summary>
    public void CutAfter(int operations) => _left = operations;

    /// <summary>The power stays.</summary>
    public void Spare() => _left = null;

    public EmbeddedOptions Options(TimeProvider time, Action<Func<bool>> lend)
    {
        _disk.BeforeOperation = _ => Before();
        return new EmbeddedOptions("/state")
        {
            Time = time,
            Disk = _disk,
            LendThread = lend,
            Boot = () => FormattableString.Invariant($"boot-{_boots}"),
            Journal = new JournalOptions { SegmentBytes = SegmentBytes, OnCallersThread = true },
        };
    }

    /// <summary>The process was killed: it writes nothing more, and what it had written is there.</summary>
    public void Freeze() => _disk.BeforeOperation = _ => throw new IOException("the process was killed");

    /// <summary>As the next process finds it.</summary>
    public void Turn()
    {
        if (_after is not null)
        {
            (_disk, _after, _left) = (_after, null, null);
            _boots++;
        }

        _disk.BeforeOperation = null;
    }

    private void Before()
    {
        if (_after is null && _left is { } left)
        {
            _left = left - 1;
            if (left == 0)
            {
                _after = _disk.AfterPowerCut(_dice);
                PowerGone();
            }
        }

        if (_after is not null)
        {
            throw new IOException("the power is gone");
        }
    }
}
