using System.Collections.Concurrent;
using IntegrationHost.Crash.Wire;
using LiteDB;

namespace IntegrationHost.Crash.Broken;

/// <summary>Acknowledges first and writes when there is time.</summary>
internal sealed class AcknowledgesEarly : LiteDbLog
{
    private readonly BlockingCollection<Command> _later = [];

    public AcknowledgesEarly(LiteDatabase database)
        : base(database) => new Thread(Write) { IsBackground = true, Name = "later" }.Start();

    protected override void Keep(Command command) => _later.Add(command);

    private void Write()
    {
        foreach (var command in _later.GetConsumingEnumerable())
        {
            Insert(command);
            Sync();
        }
    }
}

/// <summary>Keeps the last command of what it writes for the next time.</summary>
internal sealed class DropsTheLast(LiteDatabase database) : LiteDbLog(database)
{
    private Command? _last;

    protected override void Keep(Command command)
    {
        if (_last is { } last)
        {
            Insert(last);
            Sync();
        }

        _last = command;
    }
}

/// <summary>Settles without the link.</summary>
internal sealed class LosesLinks(LiteDatabase database) : LiteDbLog(database)
{
    protected override void Keep(Command command)
    {
        Insert(command is SettleRecord settle
            ? settle with { Settlement = settle.Settlement with { Link = null } }
            : command);
        Sync();
    }
}

/// <summary>Knows a delivery only until it is opened again.</summary>
internal sealed class ForgetsDeliveries(LiteDatabase database) : LiteDbLog(database)
{
    protected override void Keep(Command command)
    {
        Insert(command is AppendChanges append
            ? append with { Append = append.Append with { DeliveryKey = null } }
            : command);
        Sync();
    }
}

/// <summary>Settles in two units: the entry, and what belongs to it a little later.</summary>
internal sealed class SettlesInHalves(LiteDatabase database) : LiteDbLog(database)
{
    private static readonly TimeSpan LittleLater = TimeSpan.FromMilliseconds(100);

    protected override void Keep(Command command)
    {
        if (command is SettleRecord settle)
        {
            Insert(settle with { Settlement = settle.Settlement with { Link = null, Input = default } });
            Sync();
            using var never = new ManualResetEventSlim();
            never.Wait(LittleLater);
            Replace(command);
        }
        else
        {
            Insert(command);
        }

        Sync();
    }
}
