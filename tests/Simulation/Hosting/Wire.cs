using System.Net;
using IntegrationHost.Simulation.Worlds;
using IntegrationHost.Simulators.Doors;

namespace IntegrationHost.Simulation.Hosting;

/// <summary>The way from one life of the host to a remote system and back: it takes its time, and all that can happen
/// on it happens here. It goes on where time rings, never on another thread.</summary>
internal sealed class Wire(Remote remote, Fate fate, TimeProvider time) : HttpMessageHandler
{
    /// <summary>Requests that were sent and have no answer yet.</summary>
    public int InFlight { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        InFlight++;
        remote.Witness(InFlight);
        try
        {
            var asked = await ReadAsync(request, cancel).ConfigureAwait(false);
            var fault = remote.NextFault(asked);
            await PassAsync($"{remote.Name} is asked").ConfigureAwait(false);
            await PassTimeAsync(remote.Way(), cancel).ConfigureAwait(false);
            if (fault is WireFault.Unreachable)
            {
                throw new HttpRequestException(HttpRequestError.ConnectionError, $"{remote.Name} cannot be reached");
            }

            await HangAsync(fault is WireFault.SilentBefore, cancel).ConfigureAwait(false);
            if (fault is WireFault.BrokenBefore)
            {
                throw Broken();
            }

            var answer = fault is WireFault.Refused refused
                ? remote.AnswerOf(refused.Status) : remote.Handle(asked, InFlight);
            await PassAsync($"{remote.Name} answers").ConfigureAwait(false);
            await HangAsync(fault is WireFault.SilentAfter, cancel).ConfigureAwait(false);
            await PassTimeAsync(remote.Way(), cancel).ConfigureAwait(false);
            return fault switch
            {
                WireFault.BrokenAfter => throw Broken(),
                WireFault.Shortened => Response(request, PlayedAnswers.Shortened(answer)),
                WireFault.TroubleAfter trouble => Response(request, remote.AnswerOf(trouble.Status)),
                _ => Response(request, answer),
            };
        }
        finally
        {
            InFlight--;
        }
    }

    private HttpRequestException Broken() => new(HttpRequestError.ResponseEnded, $"{remote.Name} broke off");

    private Task PassAsync(string place) => fate.Passes(place) ? Task.CompletedTask : Fate.Never();

    private Task HangAsync(bool hangs, CancellationToken cancel) =>
        hangs ? PassTimeAsync(Timeout.InfiniteTimeSpan, cancel) : Task.CompletedTask;

    // A request that is given up goes on where time rings as well.
    private async Task PassTimeAsync(TimeSpan span, CancellationToken cancel)
    {
        var over = new TaskCompletionSource();
        using var ends = time.CreateTimer(_ => over.TrySetResult(), null, span, Timeout.InfiniteTimeSpan);
        using var givenUp = cancel.Register(() => time.CreateTimer(
            _ => over.TrySetCanceled(cancel), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan));
        await over.Task.ConfigureAwait(false);
    }

    private static async Task<SimulatedRequest> ReadAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        var body = request.Content is null
            ? [] : await request.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false);
        var headers = request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? []).ToDictionary(
            header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        return new SimulatedRequest(request.Method.Method, request.RequestUri!, headers, body);
    }

    private static HttpResponseMessage Response(HttpRequestMessage request, SimulatedResponse answer)
    {
        var response = new HttpResponseMessage((HttpStatusCode)answer.Status)
        {
            RequestMessage = request,
            Content = new ReadOnlyMemoryContent(answer.Body),
        };
        foreach (var (name, value) in answer.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
            {
                response.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return response;
    }
}
