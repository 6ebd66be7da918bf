using System.Globalization;
using System.Text.Json;
using IntegrationHost.Plugins.NetSuite.Client;
using IntegrationHost.Plugins.NetSuite.Errors;

namespace IntegrationHost.Plugins.NetSuite.Writes;

/// <summary>Waits for a job and reads what became of each of its tasks.</summary>
internal sealed class AsyncWork(NetSuiteClient client, TimeProvider time)
{
    /// <summary>The original answers, in the order of the records. Throws where the job does not end in time: nothing
    /// is known then.</summary>
    public async Task<IReadOnlyList<NetSuiteAnswer>> ResultsAsync(string job, CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        for (var pause = FirstPause; !await IsDoneAsync(job, cancel); pause = Longer(pause))
        {
            if (time.GetElapsedTime(started) > JobMax)
            {
                throw new NetSuiteException($"job {job} was not done within {JobMax.TotalMinutes:0} minutes");
            }

            await Task.Delay(pause, time, cancel);
        }

        using var tasks = await ReadAsync($"{job}/task", cancel);
        var count = tasks.RootElement.GetProperty("items").GetArrayLength();
        var results = new NetSuiteAnswer[count];
        await Parallel.ForEachAsync(
            Enumerable.Range(1, count),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
            async (number, stop) => results[number - 1] = await ResultAsync(job, number, stop));
        return results;
    }

    private async Task<bool> IsDoneAsync(string job, CancellationToken cancel)
    {
        using var shown = await ReadAsync(job, cancel);
        return shown.RootElement.GetProperty("completed").GetBoolean();
    }

    // What a task answered is told under the status it would have had: a refusal is no failed read.
    private Task<NetSuiteAnswer> ResultAsync(string job, int number, CancellationToken cancel) =>
        client.ReadAsync(Request(string.Create(CultureInfo.InvariantCulture, $"{job}/task/{number}/result")) with
        {
            AnyAnswer = true,
        }, cancel);

    private async Task<JsonDocument> ReadAsync(string path, CancellationToken cancel)
    {
        var answer = await client.ReadAsync(Request(path), cancel);
        return answer.Ok
            ? JsonDocument.Parse(answer.Body)
            : throw new NetSuiteException($"NetSuite does not know job {path}", answer.Error);
    }

    private NetSuiteRequest Request(string path) =>
        new(HttpMethod.Get, $"/services/rest/async/v1/job/{path}", client.ReadPriority);

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 > PauseMax ? PauseMax : pause * 2;

    private const int AtOnce = 4;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan JobMax = TimeSpan.FromMinutes(15);
}
