using IntegrationHost.Connectors;
using IntegrationHost.Limits;
using IntegrationHost.Plugins.NetSuite.Auth;
using IntegrationHost.Plugins.NetSuite.Errors;

namespace IntegrationHost.Plugins.NetSuite.Client;

/// <summary>Sends requests: takes a permit from the budget, signs, sets the time-out, repeats reads for a short
/// while. A write is sent once; only a refused signature, which wrote nothing, is tried once more.</summary>
internal sealed class NetSuiteClient(NetSuiteOptions options, ConnectorContext context) : IDisposable
{
    private readonly Uri _base = AccountAddress.BaseUrl(options);
    private readonly IRequestSigner _signer = options.UsesCertificate
        ? new ClientCredentials(options, context)
        : new TokenBasedSigner(options, context.Time);
    private readonly Exchange _exchange = new(context);

    /// <summary>The priority of the work in hand, for reads.</summary>
    public Priority ReadPriority => context.Budget.Priority;

    /// <summary>Sends a write once.</summary>
    /// <exception cref="NetSuiteException">No answer came: it may have been written.</exception>
    public Task<NetSuiteAnswer> WriteAsync(NetSuiteRequest request, CancellationToken cancel) =>
        SignedTwiceAtMostAsync(request with { Writes = true }, cancel);

    /// <summary>Sends a read, and again while NetSuite is busy or down, for <see cref="ReadRepeatMax"/> in all. Answers
    /// good answers and 404; everything else throws.</summary>
    /// <exception cref="NetSuiteException">NetSuite refused the read or did not answer.</exception>
    public async Task<NetSuiteAnswer> ReadAsync(NetSuiteRequest request, CancellationToken cancel)
    {
        var started = context.Time.GetTimestamp();
        for (var pause = FirstPause; ; pause *= 2)
        {
            var fault = await OneReadAsync(request, cancel);
            if (fault.Answer is { } answer)
            {
                return answer;
            }

            if (!fault.Transient || context.Time.GetElapsedTime(started) + pause > ReadRepeatMax)
            {
                throw fault.Exception!;
            }

            await Task.Delay(pause, context.Time, cancel);
        }
    }

    public void Dispose() => (_signer as IDisposable)?.Dispose();

    private async Task<ReadAttempt> OneReadAsync(NetSuiteRequest request, CancellationToken cancel)
    {
        try
        {
            var answer = await SignedTwiceAtMostAsync(request, cancel);
            if (answer.Error is not { } error || ErrorTable.IsMissing(error)
                || (request.AnyAnswer && !ErrorTable.IsThrottled(error) && error.Status < 500))
            {
                return new ReadAttempt(answer, null, false);
            }

            return new ReadAttempt(null, Refused(error, request), ErrorTable.IsThrottled(error) || error.Status >= 500);
        }
        catch (NetSuiteException fault)
        {
            return new ReadAttempt(null, fault, fault.Error is not { Status: 401 });
        }
    }

    private async Task<NetSuiteAnswer> SignedTwiceAtMostAsync(NetSuiteRequest request, CancellationToken cancel)
    {
        await PrepareAsync(request, cancel);
        var answer = await _exchange.SendAsync(Signed(request), request, cancel);
        if (answer.Error is not { } error || !ErrorTable.IsSignInRefused(error))
        {
            return answer;
        }

        _signer.Refused();
        await PrepareAsync(request, cancel);
        return await _exchange.SendAsync(Signed(request), request, cancel);
    }

    // Without a token nothing was sent, and that is known.
    private async Task PrepareAsync(NetSuiteRequest request, CancellationToken cancel)
    {
        try
        {
            await _signer.PrepareAsync(cancel);
        }
        catch (NetSuiteException fault) when (request.Writes)
        {
            throw new NotSentException(fault);
        }
    }

    // Signed as late as it can be: a signature that waits too long for its permit is no longer accepted.
    private Func<HttpRequestMessage> Signed(NetSuiteRequest request) => () =>
    {
        var message = Exchange.MessageOf(request, new Uri(_base.AbsoluteUri.TrimEnd('/') + request.Path));
        _signer.Sign(message);
        return message;
    };

    private NetSuiteException Refused(NetSuiteError error, NetSuiteRequest request) => new(
        $"NetSuite refused {request.Method} {request.Path.Split('?')[0]} for '{context.Connection}' with "
        + $"{error.Status} {error.Code}: {error.Detail}", error);

    private sealed record ReadAttempt(NetSuiteAnswer? Answer, NetSuiteException? Exception, bool Transient);

    private static readonly TimeSpan ReadRepeatMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
}
