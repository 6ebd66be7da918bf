using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Auth;
using IntegrationHost.Plugins.NetSuite.Tests.Support;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.NetSuite;
using IntegrationHost.TestKit;
using Shouldly;

namespace IntegrationHost.Plugins.NetSuite.Tests;

/// <summary>OAuth 2.0 client credentials against the played account.</summary>
public sealed class CertificateSignInTests : IDisposable
{
    private readonly TestKit.HurriedTime _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly GenerousBudget _budget = new();
    private readonly RSA _rsa = RSA.Create(3_072);
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;
    private CountingDoor? _door;

    [Fact]
    public async Task An_RSA_key_signs_in_by_PS256() => await SignsInAsync(
        _rsa.ExportPkcs8PrivateKeyPem(), _rsa.ExportSubjectPublicKeyInfoPem(), "PS256");

    [Theory]
    [InlineData("nistP256", "ES256")]
    [InlineData("nistP384", "ES384")]
    [InlineData("nistP521", "ES512")]
    public async Task A_curve_signs_in_by_its_own_algorithm(string curve, string algorithm)
    {
        using var key = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));

        await SignsInAsync(key.ExportPkcs8PrivateKeyPem(), key.ExportSubjectPublicKeyInfoPem(), algorithm);
    }

    [Fact]
    public async Task Many_callers_share_one_token_which_is_fetched_anew_before_its_hour_ends()
    {
        var connector = Connect();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => connector.ReadAsync("customer", ["1"], _cancel)));
        _door!.Tokens.ShouldBe(1);
        _time.Advance(TimeSpan.FromMinutes(54));
        await connector.ReadAsync("customer", ["1"], _cancel);
        _door.Tokens.ShouldBe(1);
        _time.Advance(TimeSpan.FromMinutes(2));
        await connector.ReadAsync("customer", ["1"], _cancel);

        _door.Tokens.ShouldBe(2);
        _budget.Open.ShouldBe(0);
    }

    [Fact]
    public async Task A_token_that_NetSuite_forgot_is_fetched_anew_and_the_write_is_sent_once()
    {
        var connector = Connect();
        await connector.ReadAsync("customer", ["1"], _cancel);
        _door!.Account.Tokens.Forget();

        var customer = new Write(
            "customer", Record.Parse("""{"externalId":"SHPFY-c-1","companyName":"Acme"}"""), "test|customer");
        (await connector.ApplyAsync(customer, _cancel)).ShouldBeOfType<Outcome.Created>();

        _door.Tokens.ShouldBe(2);
        _door.Account.State.Writes.ShouldBe(1);
    }

    [Fact]
    public async Task A_certificate_that_is_not_mapped_leaves_the_write_for_later_and_says_what_to_do()
    {
        var connector = Connect(certificateId: "another");

        (await connector.ApplyAsync(Some.SalesOrder(), _cancel)).ShouldBeOfType<Outcome.RetryLater>()
            .Reason.ShouldContain("check");
        var health = await connector.CheckAsync(_cancel);

        health.Ok.ShouldBeFalse();
        health.Detail.ShouldContain("certificateId");
        _door!.Account.State.Writes.ShouldBe(0);
    }

    [Theory]
    [InlineData(31, false)]
    [InlineData(29, true)]
    public async Task The_check_warns_thirty_days_before_the_certificate_ends(int days, bool warned)
    {
        using var certificate = CertificateOf(_rsa, days);

        var health = await Connect(certificate: certificate.ExportCertificatePem()).CheckAsync(_cancel);

        health.Ok.ShouldBeTrue(health.Detail);
        health.Detail.Contains("the certificate ends on", StringComparison.Ordinal).ShouldBe(warned, health.Detail);
    }

    [Fact]
    public async Task A_sign_in_that_is_refused_after_the_certificate_ended_says_that_it_ended()
    {
        using var certificate = CertificateOf(_rsa, -1);

        var health = await Connect(certificate: certificate.ExportCertificatePem(), certificateId: "gone")
            .CheckAsync(_cancel);

        health.Ok.ShouldBeFalse();
        health.Detail.ShouldContain("the certificate ended on 2026-11-23");
    }

    [Fact]
    public void A_key_of_another_kind_or_another_certificate_is_refused_in_one_sentence()
    {
        using var other = RSA.Create(2_048);
        using var small = RSA.Create(1_024);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        using var certificate = CertificateOf(_rsa, 300);
        var protectedKey = _rsa.ExportEncryptedPkcs8PrivateKeyPem(
            "secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1_000));

        KeyFault("netsuite-key.pem").ShouldBe("is no PEM: give the text of the key file, not its name");
        KeyFault(_rsa.ExportSubjectPublicKeyInfoPem()).ShouldStartWith("has no private key");
        KeyFault(certificate.ExportCertificatePem()).ShouldStartWith("has no private key");
        KeyFault(protectedKey).ShouldStartWith("is protected by a password");
        KeyFault(small.ExportPkcs8PrivateKeyPem()).ShouldStartWith("cannot be used: NetSuite takes RSA from 2048 bits");
        KeyFault(curve.ExportPkcs8PrivateKeyPem()).ShouldStartWith("cannot be used");
        KeyFault(other.ExportPkcs8PrivateKeyPem(), certificate)
            .ShouldBe("is not the key of the certificate in Certificate");
        KeyFault(_rsa.ExportRSAPrivateKeyPem(), certificate).ShouldBeNull();
    }

    [Fact]
    public void The_simulator_refuses_RS256()
    {
        var account = new NetSuiteAccountOptions { CertificateKey = _rsa.ExportSubjectPublicKeyInfoPem() };
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        var jwt = Jwt($$"""{"typ":"JWT","alg":"RS256","kid":"{{account.CertificateId}}"}""",
            $$"""
            {"iss":"{{account.ClientId}}","scope":["rest_webservices"],"iat":{{now}},"exp":{{now + 60}},
             "aud":"http://127.0.0.1:8123/services/rest/auth/oauth2/v1/token"}
            """);

        var answer = new NetSuiteSimulator(account, _time).Handle(new SimulatedRequest(
            "POST", new Uri("http://127.0.0.1:8123/services/rest/auth/oauth2/v1/token"),
            new Dictionary<string, string>(), System.Text.Encoding.UTF8.GetBytes(
                "grant_type=client_credentials&client_assertion_type="
                + Uri.EscapeDataString("urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                + $"&client_assertion={jwt}")));

        answer.Status.ShouldBe((int)HttpStatusCode.Unauthorized);
        System.Text.Encoding.UTF8.GetString(answer.Body.Span).ShouldContain("invalid_client");
    }

    [Fact]
    public void Half_a_sign_in_is_refused_with_every_missing_option()
    {
        var wrong = ConnectorHarness.Check(
            new NetSuiteOptions { Account = "1", ClientId = "id", PrivateKey = "no key" });

        wrong.SelectMany(result => result.MemberNames).ShouldBe(["CertificateId", "PrivateKey"], ignoreOrder: true);
        wrong.ShouldAllBe(result => !result.ErrorMessage!.Contains("no key", StringComparison.Ordinal));
    }

    private X509Certificate2 CertificateOf(RSA key, int days) =>
        new CertificateRequest("CN=ihost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)
            .CreateSelfSigned(_time.GetUtcNow().AddDays(-100), _time.GetUtcNow().AddDays(days));

    private static string? KeyFault(string key, X509Certificate2? certificate = null)
    {
        const string Field = "The PrivateKey field ";
        var wrong = ConnectorHarness.Check(new NetSuiteOptions
        {
            Account = "1",
            ClientId = "id",
            CertificateId = "id",
            PrivateKey = key,
            Certificate = certificate?.ExportCertificatePem(),
        });
        return wrong.Count == 0 ? null : wrong.Single().ErrorMessage![Field.Length..].TrimEnd('.');
    }

    public void Dispose()
    {
        _rsa.Dispose();
        _door?.Dispose();
    }

    private async Task SignsInAsync(string privateKey, string publicKey, string algorithm)
    {
        var connector = Connect(privateKey, publicKey);

        (await connector.ReadAsync("customer", ["1"], _cancel)).ShouldBeEmpty();

        _door!.Tokens.ShouldBe(1);
        using var assertion = new SignedAssertion(new NetSuiteOptions { PrivateKey = privateKey });
        assertion.Algorithm.ShouldBe(algorithm);
    }

    private NetSuiteConnector Connect(
        string? privateKey = null, string? publicKey = null, string? certificate = null, string? certificateId = null)
    {
        var account = new NetSuiteAccountOptions
        {
            CertificateKey = publicKey ?? _rsa.ExportSubjectPublicKeyInfoPem(),
        };
        _door = new CountingDoor(new NetSuiteSimulator(account, _time));
        var options = new NetSuiteOptions
        {
            Account = account.Account,
            BaseUrl = "http://127.0.0.1:8123",
            ClientId = account.ClientId,
            CertificateId = certificateId ?? account.CertificateId,
            PrivateKey = privateKey ?? _rsa.ExportPkcs8PrivateKeyPem(),
            Certificate = certificate,
            TimeZone = account.TimeZone,
        };
        ConnectorHarness.Check(options).ShouldBeEmpty();
        return (NetSuiteConnector)ConnectorHarness.Connect(new NetSuitePlugin(), options, _door, _time, _budget);
    }

    private string Jwt(string header, string claims)
    {
        var signed = $"{Encoded(header)}.{Encoded(claims)}";
        var signature = _rsa.SignData(
            System.Text.Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{System.Buffers.Text.Base64Url.EncodeToString(signature)}";
    }

    private static string Encoded(string part) =>
        System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(part));
}
