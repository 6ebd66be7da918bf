using System.Net.Http.Headers;
using System.Text.Json;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Client;
using IntegrationHost.Plugins.NetSuite.Errors;
using Microsoft.Extensions.Logging;

namespace IntegrationHost.Plugins.NetSuite.Auth;

/// <summary>OAuth 2.0 client credentials: an access token for an hour, fetched by one caller for all, anew five minutes
/// before it ends or when NetSuite refuses it.</summary>
internal sealed class ClientCredentials(NetSuiteOptions options, ConnectorContext context) : IRequestSigner, IDisposable
{
    private readonly SignedAssertion _assertion = new(options);
    private readonly SemaphoreSlim _fetching = new(1, 1);
    private readonly Uri _endpoint = new(
        AccountAddress.BaseUrl(options).AbsoluteUri.TrimEnd('/') + "/services/rest/auth/oauth2/v1/token");
    private volatile AccessToken? _token;
    private DateTimeOffset _warnedAt = DateTimeOffset.MinValue;

    private sealed record AccessToken(string Value, DateTimeOffset Until);

    public async Task PrepareAsync(CancellationToken cancel)
    {
        if (IsGood(_token))
        {
            return;
        }

        await _fetching.WaitAsync(cancel);
        try
        {
            if (!IsGood(_token))
            {
                WarnOfExpiry();
                _token = await FetchAsync(cancel);
            }
        }
        finally
        {
            _fetching.Release();
        }
    }

    public void Sign(HttpRequestMessage request) => request.Headers.Authorization = new AuthenticationHeaderValue(
        "Bearer", _token?.Value ?? throw new InvalidOperationException("no token was prepared"));

    public void Refused() => _token = null;

    public void Dispose()
    {
        _assertion.Dispose();
        _fetching.Dispose();
    }

    private bool IsGood(AccessToken? token) =>
        token is not null && context.Time.GetUtcNow() < token.Until - RenewedBefore;

    private async Task<AccessToken> FetchAsync(CancellationToken cancel)
    {
        using var permit = await context.Budget.AcquireAsync(1, Limits.Priority.Orders, cancel);
        using var timeout = new CancellationTokenSource(FetchTimeout, context.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        try
        {
            var now = context.Time.GetUtcNow();
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                ["client_assertion"] = _assertion.Make(_endpoint, now),
            });
            using var response = await context.Http.PostAsync(_endpoint, form, both.Token);
            await response.Content.LoadIntoBufferAsync(AnswerBytesMax, both.Token);
            var body = await response.Content.ReadAsByteArrayAsync(both.Token);
            permit.Report(1, null, (int)response.StatusCode == 429 ? TimeSpan.Zero : null);
            return response.IsSuccessStatusCode ? TokenIn(body, now) : throw Refusal((int)response.StatusCode, body);
        }
        catch (OperationCanceledException fault) when (!cancel.IsCancellationRequested)
        {
            throw new NetSuiteException("NetSuite did not give out an access token in time", null, fault);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw new NetSuiteException(
                $"the connection broke while an access token was fetched: {fault.Message}", null, fault);
        }
    }

    private static AccessToken TokenIn(byte[] body, DateTimeOffset now)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            // The number comes as a number or as text.
            var seconds = root.TryGetProperty("expires_in", out var given)
                && int.TryParse(given.ToString(), out var number) ? number : DefaultSeconds;
            return new AccessToken(root.GetProperty("access_token").GetString()!, now.AddSeconds(seconds));
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new NetSuiteException("the answer to the request for an access token has none", null, fault);
        }
    }

    private NetSuiteException Refusal(int status, byte[] body)
    {
        if (status is 429 or >= 500)
        {
            return new NetSuiteException($"NetSuite answered {status} to the request for an access token",
                NetSuiteError.Read(status, body));
        }

        var code = CodeIn(body);
        return new NetSuiteException(
            $"NetSuite account {options.Account} gave out no access token ({code}): check clientId, certificateId and "
            + "the key; after a sandbox refresh the certificate must be mapped again under Setup > Integration > "
            + "Manage Authentication > OAuth 2.0 Client Credentials (M2M) Setup",
            new NetSuiteError(401, "INVALID_LOGIN", $"OAuth 2.0: {code}", null));
    }

    private static string CodeIn(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.TryGetProperty("error", out var error) ? error.ToString() : "no reason given";
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return "no reason given";
        }
    }

    private void WarnOfExpiry()
    {
        if (CertificateExpiry.Warning(options, context.Time.GetUtcNow()) is { } warning
            && context.Time.GetUtcNow() - _warnedAt >= TimeSpan.FromDays(1))
        {
            _warnedAt = context.Time.GetUtcNow();
            context.Log.LogWarning("{Connection}: {Warning}", context.Connection, warning);
        }
    }

    private const int AnswerBytesMax = 64 * 1024;
    private const int DefaultSeconds = 3_600;
    private static readonly TimeSpan RenewedBefore = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(60);
}
