namespace IntegrationHost.Engine.Connections;

/// <summary>Brings single requests from many lanes together into calls that take many: a call goes out when it is
/// full or when its first request has waited long enough.</summary>
internal sealed class Collector<TRequest, TAnswer>(
    int most,
    TimeSpan linger,
    TimeProvider time,
    Func<IReadOnlyList<TRequest>, CancellationToken, Task<IReadOnlyList<TAnswer>>> call)
{
    private readonly Lock _gate = new();
    private Batch? _open;

    /// <summary>The answer to one request. A call that fails fails for all its requests.</summary>
    public Task<TAnswer> AskAsync(TRequest request, CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        Batch batch;
        int place;
        bool full;
        lock (_gate)
        {
            batch = _open ??= new Batch();
            place = batch.Requests.Count;
            batch.Requests.Add(request);
            batch.Answers.Add(answer);
            full = batch.Requests.Count >= most;
            if (full)
            {
                _open = null;
            }
        }

        if (place == 0 && !full)
        {
            _ = SendAfterLingerAsync(batch, cancel);
        }
        else if (full)
        {
            _ = SendAsync(batch, cancel);
        }

        return AnswerAsync(answer, cancel);
    }

    private static async Task<TAnswer> AnswerAsync(TaskCompletionSource<TAnswer> answer, CancellationToken cancel)
    {
        using var givenUp = cancel.Register(() => answer.TrySetCanceled(cancel));
        return await answer.Task;
    }

    private async Task SendAfterLingerAsync(Batch batch, CancellationToken cancel)
    {
        try
        {
            await Task.Delay(linger, time, cancel);
        }
        catch (OperationCanceledException)
        {
            batch.End(answer => answer.TrySetCanceled(cancel));
        }

        lock (_gate)
        {
            if (!ReferenceEquals(_open, batch))
            {
                return; // It was full first.
            }

            _open = null;
        }

        await SendAsync(batch, cancel);
    }

    private async Task SendAsync(Batch batch, CancellationToken cancel)
    {
        try
        {
            var answers = await call(batch.Requests, cancel);
            if (answers.Count != batch.Requests.Count)
            {
                throw new InvalidOperationException(
                    $"{batch.Requests.Count} requests went out together and {answers.Count} answers came back");
            }

            foreach (var (place, answer) in batch.Answers.Index())
            {
                answer.TrySetResult(answers[place]);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            batch.End(answer => answer.TrySetCanceled(cancel));
        }
        catch (Exception fault)
        {
            batch.End(answer => answer.TrySetException(fault));
        }
    }

    private sealed class Batch
    {
        public List<TRequest> Requests { get; } = [];

        public List<TaskCompletionSource<TAnswer>> Answers { get; } = [];

        public void End(Action<TaskCompletionSource<TAnswer>> end) => Answers.ForEach(end);
    }
}
