using System.Security.Cryptography;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Control;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.NetSuite;
using IntegrationHost.Simulators.Shopify;
using IntegrationHost.Simulators.Shopify.Webhooks;

namespace IntegrationHost.Simulators;

/// <summary>A Shopify with several shops and a NetSuite account behind one loopback address, with webhooks going out
/// and a control API.</summary>
public sealed class Simulation : IAsyncDisposable
{
    private readonly SimulationOptions _options;
    private readonly KestrelDoor _door;
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly List<Task> _pumps = [];
    private readonly DirectoryInfo _folder;
    private readonly string _keyFile;

    private Simulation(SimulationOptions options, KestrelDoor door, DirectoryInfo folder, string keyFile) =>
        (_options, _door, _folder, _keyFile) = (options, door, folder, keyFile);

    /// <summary>A shop's address is this plus its domain.</summary>
    public Uri ShopifyUrl => _door.Address;

    /// <summary>The account's address.</summary>
    public Uri NetSuiteUrl => _door.Address;

    /// <summary>Where the control API is.</summary>
    public Uri ControlUrl => new(_door.Address, "/control");

    /// <summary>Starts everything; it is ready when this returns.</summary>
    public static async Task<Simulation> StartAsync(
        SimulationOptions options, TimeProvider time, CancellationToken cancel)
    {
        var shopify = new ShopifySimulator(options.Shops, time);
        var folder = Directory.CreateTempSubdirectory("ihost-simulation-");
        var (keyFile, publicKey) = MadeKey(folder);
        var netSuite = new NetSuiteSimulator(
            options.NetSuite with { CertificateKey = options.NetSuite.CertificateKey ?? publicKey }, time);
        var netSuiteControl = new NetSuiteControl(netSuite);
        var router = new Router(
        [
            ("/control/netsuite/", netSuiteControl),
            ("/control/shopify/", new ShopifyControl(shopify)),
            ("/control/demo/", new DemoControl(shopify, netSuiteControl)),
            ("/services/rest/", netSuite),
            ("/", shopify),
        ]);
        var door = await KestrelDoor.OpenAsync(router, options.Port, () => netSuite.Latency, time, cancel);
        var simulation = new Simulation(options, door, folder, keyFile);
        simulation.Pump(shopify, time);
        return simulation;
    }

    /// <summary>Every address and credential in one line of JSON, for any client.</summary>
    public string ToJson() => new JsonObject
    {
        ["shopify"] = new JsonObject
        {
            ["url"] = Bare(ShopifyUrl),
            ["shops"] = new JsonArray([.. _options.Shops.Select(shop => new JsonObject
            {
                ["domain"] = shop.Domain,
                ["accessToken"] = shop.AccessToken,
                ["webhookSecret"] = shop.WebhookSecret,
            })]),
        },
        ["netsuite"] = new JsonObject
        {
            ["url"] = Bare(NetSuiteUrl),
            ["account"] = _options.NetSuite.Account,
            ["consumerKey"] = _options.NetSuite.ConsumerKey,
            ["consumerSecret"] = _options.NetSuite.ConsumerSecret,
            ["tokenId"] = _options.NetSuite.TokenId,
            ["tokenSecret"] = _options.NetSuite.TokenSecret,
            ["clientId"] = _options.NetSuite.ClientId,
            ["certificateId"] = _options.NetSuite.CertificateId,
            ["privateKeyFile"] = _keyFile,
        },
        ["control"] = Bare(ControlUrl),
    }.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_pumps);
        await _door.DisposeAsync();
        _http.Dispose();
        _stop.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Pump(ShopifySimulator shopify, TimeProvider time)
    {
        foreach (var shop in shopify.Shops)
        {
            _pumps.Add(RunAsync(new WebhookPump(shop.Webhooks, _http, time)));
        }
    }

    private async Task RunAsync(WebhookPump pump)
    {
        try
        {
            await pump.RunAsync(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }

    // For OAuth 2.0 clients; the key is made anew each time and goes with the simulation.
    private static (string File, string PublicKey) MadeKey(DirectoryInfo folder)
    {
        var path = Path.Combine(folder.FullName, "key.pem");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(path, key.ExportPkcs8PrivateKeyPem());
        return (path, key.ExportSubjectPublicKeyInfoPem());
    }

    private static string Bare(Uri address) => address.AbsoluteUri.TrimEnd('/');
}
