using System.Collections.Concurrent;
using IntegrationHost.Crash.Calls;
using IntegrationHost.Crash.Reference;
using IntegrationHost.Crash.Stores;
using IntegrationHost.Crash.Wire;
using LiteDB;
using JsonSerializer = System.Text.Json.JsonSerializer;

namespace IntegrationHost.Crash.Broken;

/// <summary>The least store on LiteDB that the harness can ask everything: each command that writes is one document,
/// and an opening runs all of them again. What it acknowledges is as durable as a commit of LiteDB, which is the point;
/// what derives from it breaks something on top of that.</summary>
internal class LiteDbLog : IOpened
{
    private const int SequenceBits = 32; // Each opening counts from far above the last one.

    private static readonly ConcurrentBag<LiteDatabase> Abandoned = [];

    private readonly Lock _gate = new();
    private readonly LiteDatabase _database;
    private readonly ILiteCollection<BsonDocument> _commands;
    private CommandRunner _runner = null!;
    private long _number;
    private Answer? _failed;

    public LiteDbLog(LiteDatabase database)
    {
        _database = database;
        _commands = database.GetCollection("commands", BsonAutoId.Int64);
        Replay();
    }

    public Task<Answer> RunAsync(Command command, CancellationToken cancel)
    {
        lock (_gate)
        {
            return Task.FromResult(_failed ?? RunAndKeep(command));
        }
    }

    public ValueTask DisposeAsync()
    {
        // LiteDB 5.0.20 waits for ever for a writer that failed, and ends the process when it finalises a transaction
        // that did: it is left as it is until the process ends.
        Abandoned.Add(_database);
        return ValueTask.CompletedTask;
    }

    /// <summary>Stores the command; it is acknowledged when this returns.</summary>
    protected virtual void Keep(Command command) => Insert(command);

    protected void Insert(Command command) => _commands.Insert(Of(++_number, command));

    /// <summary>Puts another command where the last one stands.</summary>
    protected void Replace(Command command) => _commands.Update(Of(_number, command));

    /// <summary>LiteDB writes what it has and syncs its file.</summary>
    protected void Sync() => _database.Checkpoint();

    private static BsonDocument Of(long number, Command command) => new()
    {
        ["_id"] = number,
        ["command"] = JsonSerializer.SerializeToUtf8Bytes(command, WireContext.Default.Command),
    };

    private Answer RunAndKeep(Command command)
    {
        var answer = Run(command);
        try
        {
            if (command is not TellFacts)
            {
                Keep(command);
            }

            return answer;
        }
        catch (Exception fault) when (fault is IOException or LiteException)
        {
            return _failed = new Answer(fault.Message) { Failed = true };
        }
    }

    private void Replay()
    {
        var state = new ReferenceState();
        var opened = 0L;
        foreach (var row in _commands.FindAll().Append(Of(0, new OpenStore("", ""))).ToList())
        {
            var command = JsonSerializer.Deserialize(row["command"].AsBinary, WireContext.Default.Command)!;
            _number = Math.Max(_number, row["_id"].AsInt64);
            if (command is OpenStore)
            {
                state = state.Reopened();
                state.Sequence = ++opened << SequenceBits;
                _runner = new CommandRunner(new ReferenceStore(state));
            }
            else
            {
                Run(command);
            }
        }

        Insert(new OpenStore("", ""));
    }

    // In memory nothing waits, so the answer is there at once.
    private Answer Run(Command command) => _runner.RunAsync(command, CancellationToken.None).GetAwaiter().GetResult();
}
