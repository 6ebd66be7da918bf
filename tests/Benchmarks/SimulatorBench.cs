using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.NetSuite;

namespace IntegrationHost.Benchmarks;

/// <summary>Simple requests that the played NetSuite answers in a second of one core: an upsert of a customer, and a
/// read of it by external id, in turn, signed in by a certificate.</summary>
internal static class SimulatorBench
{
    private const string Root = "http://127.0.0.1:8123/services/rest";

    public static void Run(int requests)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var account = new NetSuiteAccountOptions { CertificateKey = key.ExportSubjectPublicKeyInfoPem() };
        var simulator = new NetSuiteSimulator(account, TimeProvider.System);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Authorization"] = $"Bearer {TokenOf(simulator, account, key)}",
            ["X-NetSuite-PropertyNameValidation"] = "Error",
        };
        for (var run = 0; run < 3; run++)
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            for (var number = 0; number < requests; number++)
            {
                var url = new Uri($"{Root}/record/v1/customer/eid:C-{run}-{number / 2}");
                var answer = simulator.Handle(number % 2 == 0
                    ? new SimulatedRequest("PUT", url, headers, """{"companyName":"Acme","phone":"1"}"""u8.ToArray())
                    : new SimulatedRequest("GET", url, headers, default));
                if (answer.Status >= 300)
                {
                    throw new InvalidOperationException(Encoding.UTF8.GetString(answer.Body.Span));
                }
            }

            var cpu = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
            Console.WriteLine(FormattableString.Invariant(
                $"{requests:N0} requests in {cpu:0.00} s of processor time: {requests / cpu:N0}/s on one core"));
        }
    }

    private static string TokenOf(NetSuiteSimulator simulator, NetSuiteAccountOptions account, ECDsa key)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var signed = $"{Part(new { typ = "JWT", alg = "ES256", kid = account.CertificateId })}."
            + Part(new
            {
                iss = account.ClientId,
                scope = "rest_webservices",
                aud = $"{Root}/auth/oauth2/v1/token",
                iat = now,
                exp = now + 60,
            });
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256);
        var form = "grant_type=client_credentials&client_assertion_type="
            + Uri.EscapeDataString("urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
            + $"&client_assertion={signed}.{Base64Url.EncodeToString(signature)}";
        var answer = simulator.Handle(new SimulatedRequest("POST", new Uri($"{Root}/auth/oauth2/v1/token"),
            new Dictionary<string, string>(), Encoding.UTF8.GetBytes(form)));
        return JsonDocument.Parse(answer.Body).RootElement.GetProperty("access_token").GetString()!;
    }

    private static string Part(object part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}
