using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationHost.Benchmarks;

/// <summary>A web server that answers after a while, and refuses at once what is above its limit.</summary>
internal sealed class LimitedTarget : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private LimitedTarget(WebApplication app) =>
        (_app, _http) = (app, new HttpClient { BaseAddress = new Uri(app.Urls.Single()) });

    public static async Task<LimitedTarget> OpenAsync(int limit, TimeSpan each)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var now = 0;
        app.Run(async context =>
        {
            if (!Enters(ref now, limit))
            {
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                return;
            }

            try
            {
                await Task.Delay(each, TimeProvider.System, context.RequestAborted);
            }
            finally
            {
                Interlocked.Decrement(ref now);
            }
        });
        await app.StartAsync();
        return new LimitedTarget(app);
    }

    // One that is refused takes no place meanwhile.
    private static bool Enters(ref int now, int limit)
    {
        while (Volatile.Read(ref now) is var there && there < limit)
        {
            if (Interlocked.CompareExchange(ref now, there + 1, there) == there)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>False when it was refused.</summary>
    public async Task<bool> PutAsync()
    {
        using var answer = await _http.PutAsync(new Uri("/record", UriKind.Relative), null);
        return answer.StatusCode == HttpStatusCode.OK;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }
}
