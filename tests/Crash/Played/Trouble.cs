using IntegrationHost.Disks;

namespace IntegrationHost.Crash.Played;

/// <summary>What a disk does to the store that is on it, once; and the disk as it is found after that.</summary>
internal abstract class Trouble(PlayedDisk disk, Random dice)
{
    /// <summary>Modes by name.</summary>
    public static readonly IReadOnlyDictionary<string, Func<PlayedDisk, Random, Trouble>> Modes =
        new Dictionary<string, Func<PlayedDisk, Random, Trouble>>
        {
            ["power-cut"] = (disk, dice) => new PowerCut(disk, dice),
            ["full-disk"] = (disk, dice) => new FullDisk(disk, dice),
            ["failing-sync"] = (disk, dice) => new FailingSync(disk, dice),
        };

    protected PlayedDisk Disk => disk;

    protected Random Dice => dice;

    /// <summary>Nothing is acknowledged any more.</summary>
    public virtual bool IsOver => false;

    /// <summary>It has begun: from now on calls may fail.</summary>
    public abstract bool HasHappened { get; }

    /// <summary>Enough was written: now, if it has not happened yet.</summary>
    public abstract void Now();

    /// <summary>The disk to be opened next. After a fault the process ends; often the power with it.</summary>
    public virtual PlayedDisk Next() => dice.Next(2) == 0 ? disk : disk.AfterPowerCut(dice);
}

/// <summary>Between two operations the power goes: of what was not synced, anything may be there.</summary>
internal sealed class PowerCut : Trouble
{
    private const int OperationsMost = 4000;

    private readonly Lock _gate = new();
    private readonly long _at;
    private volatile bool _isOver;
    private PlayedDisk? _after;

    public PowerCut(PlayedDisk disk, Random dice)
        : base(disk, dice)
    {
        _at = dice.Next(OperationsMost);
        disk.BeforeOperation = Before;
    }

    public override bool IsOver => _isOver;

    public override bool HasHappened => IsOver;

    public override void Now()
    {
        lock (_gate)
        {
            _isOver = true; // First: what is synced once the disk was copied must not count as acknowledged.
            _after ??= Disk.AfterPowerCut(Dice);
        }
    }

    public override PlayedDisk Next()
    {
        Now();
        return _after!;
    }

    private void Before(long number)
    {
        if (number >= _at)
        {
            Now();
        }

        if (IsOver)
        {
            throw new IOException("the power is gone");
        }
    }
}

/// <summary>There is room for some bytes, then there is none.</summary>
internal sealed class FullDisk : Trouble
{
    private const int BytesMost = 2_000_000;

    public FullDisk(PlayedDisk disk, Random dice)
        : base(disk, dice) => disk.Faults.FullAfter(dice.Next(BytesMost));

    public override bool HasHappened => Disk.Faults.Happened > 0;

    public override void Now() => Disk.Faults.FullAfter(0);

    public override PlayedDisk Next()
    {
        Disk.Faults.MakeRoom();
        return base.Next();
    }
}

/// <summary>One sync fails; what was written before it may be gone.</summary>
internal sealed class FailingSync : Trouble
{
    private const int SyncsMost = 200;

    public FailingSync(PlayedDisk disk, Random dice)
        : base(disk, dice) => disk.Faults.FailSyncAfter(dice.Next(SyncsMost));

    public override bool HasHappened => Disk.Faults.Happened > 0;

    public override void Now() => Disk.Faults.FailSyncAfter(0);
}
