using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.NetSuite;
using IntegrationHost.Simulators.NetSuite.Auth;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace IntegrationHost.Simulators.Tests.NetSuite;

/// <summary>Checked with the example of Oracle's documentation: its keys, its request, its published
/// signature.</summary>
public sealed class SignatureTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(Published));

    private static readonly NetSuiteAccountOptions Keys = new()
    {
        Account = "123456",
        ConsumerKey = "ef40afdd8abaac111b13825dd5e5e2ddddb44f86d5a0dd6dcf38c20aae6b67e4",
        ConsumerSecret = "d26ad321a4b2f23b0741c8d38392ce01c3e23e109df6c96eac6d099e9ab9e8b5",
        TokenId = "2b0ce516420110bcbd36b69e99196d1b7f6de3c6234c5afb799b73d87569f5cc",
        TokenSecret = "c29a677df7d5439a458c063654187e3d678d73aca8e3c9d8bea1478a3eb0d295",
    };

    [Fact]
    public void The_published_signature_is_accepted_once()
    {
        var signature = new OAuthSignature(Keys, _time);

        signature.Accepts(Request("employee/40")).ShouldBeTrue();
        signature.Accepts(Request("employee/40")).ShouldBeFalse();
    }

    [Fact]
    public void Another_address_is_refused() =>
        new OAuthSignature(Keys, _time).Accepts(Request("employee/41")).ShouldBeFalse();

    [Theory]
    [InlineData(299, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public void A_signature_is_good_for_five_minutes(int seconds, bool accepted)
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(Published + seconds));

        new OAuthSignature(Keys, time).Accepts(Request("employee/40")).ShouldBe(accepted);
    }

    [Fact]
    public void The_mark_of_a_transform_and_the_port_are_covered() => OAuthSignature.BaseString(
        "POST", new Uri("http://127.0.0.1:8123/record/v1/salesOrder/1/!transform/itemFulfillment?b=2&a=1"),
        [new("realm", "123456"), new("oauth_token", "t")])
        .ShouldBe("POST&http%3A%2F%2F127.0.0.1%3A8123%2Frecord%2Fv1%2FsalesOrder%2F1%2F%21transform%2FitemFulfillment"
            + "&a%3D1%26b%3D2%26oauth_token%3Dt");

    private static SimulatedRequest Request(string record) => new(
        "GET", new Uri($"https://123456.suitetalk.api.netsuite.com/services/rest/record/v1/{record}"),
        new Dictionary<string, string>
        {
            ["Authorization"] = "OAuth realm=\"123456\", oauth_signature_method=\"HMAC-SHA256\", "
                + $"oauth_consumer_key=\"{Keys.ConsumerKey}\", oauth_token=\"{Keys.TokenId}\", oauth_version=\"1.0\", "
                + "oauth_nonce=\"fjaLirsIcCGVZWzBX0pg\", oauth_timestamp=\"1508242306\", "
                + "oauth_signature=\"B5OIWznZ2YP0OB7VrJrGkYsTh%2B8H%2B5T9Hag%2Bo92q0zY%3D\"",
        }, default);

    private const long Published = 1_508_242_306;
}
