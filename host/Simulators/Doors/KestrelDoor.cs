using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationHost.Simulators.Doors;

/// <summary>A door on a loopback port.</summary>
internal sealed class KestrelDoor : IAsyncDisposable
{
    private const long BodyBytesMost = 16 * 1024 * 1024;

    private readonly WebApplication _app;

    private KestrelDoor(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>()
        .Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<KestrelDoor> OpenAsync(
        ISimulator simulator, int port, Func<TimeSpan> latency, TimeProvider time, CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.Listen(System.Net.IPAddress.Loopback, port);
            server.Limits.MaxRequestBodySize = BodyBytesMost;
        });
        var app = builder.Build();
        app.Run(async context =>
        {
            var request = await ReadAsync(context.Request, context.RequestAborted);
            if (latency() is { Ticks: > 0 } wait)
            {
                await Task.Delay(wait, time, context.RequestAborted);
            }

            var answer = simulator.Handle(request);
            if (answer.After != TimeSpan.Zero)
            {
                await Task.Delay(answer.After, time, context.RequestAborted);
            }

            await WriteAsync(context.Response, answer, context.RequestAborted);
        });
        await app.StartAsync(cancel);
        return new KestrelDoor(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static async Task<SimulatedRequest> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancel);
        var headers = request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new SimulatedRequest(request.Method, new Uri(request.GetEncodedUrl()), headers, body.ToArray());
    }

    private static async Task WriteAsync(HttpResponse response, SimulatedResponse answer, CancellationToken cancel)
    {
        response.StatusCode = answer.Status;
        foreach (var group in answer.Headers.GroupBy(header => header.Key))
        {
            response.Headers[group.Key] = group.Select(header => header.Value).ToArray();
        }

        if (!answer.Body.IsEmpty)
        {
            await response.Body.WriteAsync(answer.Body, cancel);
        }
    }
}
