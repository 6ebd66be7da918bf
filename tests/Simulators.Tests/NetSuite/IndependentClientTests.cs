using System.Net;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.NetSuite;
using RestSharp;
using RestSharp.Authenticators;
using RestSharp.Authenticators.OAuth;
using Shouldly;

namespace IntegrationHost.Simulators.Tests.NetSuite;

/// <summary>A client that is not ours signs; the played account must accept it, and nothing that was altered.</summary>
public sealed class IndependentClientTests : IAsyncDisposable
{
    private static readonly NetSuiteAccountOptions Keys = PlayedAccount.Keys;
    private readonly NetSuiteSimulator _account = new(Keys, TimeProvider.System);
    private KestrelDoor? _door;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("services/rest/system/v1/serverTime", HttpStatusCode.OK)]
    [InlineData("services/rest/record/v1/customer/eid:SHPFY-1?expandSubResources=true&fields=id,email",
        HttpStatusCode.NotFound)]
    public async Task What_RestSharp_signs_is_accepted(string path, HttpStatusCode expected)
    {
        using var client = await ClientAsync(Keys.TokenSecret);

        var answer = await client.ExecuteAsync(new RestRequest(path), Cancel);

        answer.StatusCode.ShouldBe(expected, answer.Content);
    }

    [Fact]
    public async Task A_body_is_not_covered_and_a_wrong_secret_is_refused()
    {
        using var client = await ClientAsync("another secret");

        var answer = await client.ExecuteAsync(new RestRequest("services/rest/system/v1/serverTime"), Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Content!.ShouldContain("INVALID_LOGIN");
    }

    [Fact]
    public async Task A_record_is_written_by_it()
    {
        using var client = await ClientAsync(Keys.TokenSecret);
        var request = new RestRequest("services/rest/record/v1/customer", Method.Post)
            .AddStringBody("""{"companyName":"Acme","externalId":"R-1"}""", DataFormat.Json);

        var answer = await client.ExecuteAsync(request, Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent, answer.Content);
        answer.Headers!.Single(header => header.Name == "Location").Value.ShouldEndWith("/record/v1/customer/1");
    }

    public async ValueTask DisposeAsync()
    {
        if (_door is not null)
        {
            await _door.DisposeAsync();
        }
    }

    private async Task<RestClient> ClientAsync(string tokenSecret)
    {
        _door = await KestrelDoor.OpenAsync(_account, 0, () => TimeSpan.Zero, TimeProvider.System, Cancel);
        var signer = OAuth1Authenticator.ForAccessToken(
            Keys.ConsumerKey, Keys.ConsumerSecret, Keys.TokenId, tokenSecret, OAuthSignatureMethod.HmacSha256);
        signer.Realm = Keys.Account;
        return new RestClient(new RestClientOptions(_door.Address) { Authenticator = signer });
    }
}
