namespace IntegrationHost.Simulation.Time;

/// <summary>Everything that can go on, one piece at a time on the thread of the run. Whose turn is next is told by the
/// dice, so that another seed meets another order.</summary>
internal sealed class Turns(Random dice) : TaskScheduler
{
    private readonly Lock _gate = new();
    private readonly List<Task> _ready = [];
    private bool _isOver;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Lets one go on; false when nobody can.</summary>
    public bool TakeOne()
    {
        Task next;
        lock (_gate)
        {
            if (_ready.Count == 0)
            {
                return false;
            }

            var at = dice.Next(_ready.Count);
            next = _ready[at];
            _ready[at] = _ready[^1];
            _ready.RemoveAt(_ready.Count - 1);
        }

        TryExecuteTask(next);
        return true;
    }

    /// <summary>Nothing goes on any more, as in a process that was killed.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isOver = true;
            _ready.Clear();
        }
    }

    /// <summary>Begins work here.</summary>
    public Task Begin(Func<Task> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, this).Unwrap();

    protected override void QueueTask(Task task)
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                _ready.Add(task);
            }
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_gate)
        {
            return [.. _ready];
        }
    }
}
