using IntegrationHost.Plugins.NetSuite.Auth;
using Shouldly;

namespace IntegrationHost.Plugins.NetSuite.Tests;

/// <summary>Signatures with known answers; the first is the example of Oracle's help.</summary>
public sealed class SigningTests
{
    private const string Nonce = "fjaLirsIcCGVZWzBX0pg";
    private const long Timestamp = 1508242306;

    [Theory]
    [InlineData("POST", "https://123456.restlets.api.netsuite.com/app/site/hosting/restlet.nl"
        + "?script=6&deploy=1&customParam=someValue&testParam=someOtherValue",
        "+KK4SKNgz4ZiILGLwOMtfYlgcXSy1eis8ldE9X90azQ=")]
    [InlineData("GET", "https://123456.suitetalk.api.netsuite.com/services/rest/record/v1/employee/40",
        "B5OIWznZ2YP0OB7VrJrGkYsTh+8H+5T9Hag+o92q0zY=")]
    [InlineData("POST", "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/query/v1/suiteql"
        + "?limit=1000&offset=0", "AB8T1f3fBe4sHDZCO6ABBHmXOi8XzsG393LuEHdOA/E=")]
    [InlineData("PUT", "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/record/v1/salesOrder/"
        + "eid:SHOP-5551234?replace=item", "ZsAG7n4CcK1qSe80Zd+9nknfKL4uJoUWqHtmoLTYtkc=")]
    [InlineData("POST", "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/record/v1/salesOrder/123/"
        + "!transform/itemFulfillment", "DW2UiLDzW7fH48JJ4bUi0H6W35v9C1MfjknALVnasww=")]
    [InlineData("GET", "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/record/v1/customer"
        + "?q=email%20IS%20%22a%2Bb%40example.com%22&limit=10", "+81fxBDJy6ryd82ClKaMdnbJel9QfpLVkp2KqtgRrJ8=")]
    [InlineData("GET", "http://127.0.0.1:8089/services/rest/record/v1/customer/107?expandSubResources=true",
        "73VTII+4tWutHQ/YuwQoAKSxnEVgMcI7T5xhyWv8Rn0=")]
    public void A_request_is_signed_as_NetSuite_expects(string method, string url, string signature)
    {
        var header = Signer().Header(method, new Uri(url), Nonce, Timestamp);

        header.ShouldContain($"oauth_signature=\"{Uri.EscapeDataString(signature)}\"");
        header.ShouldStartWith("realm=\"1234567_SB1\"");
    }

    [Fact]
    public void Two_attempts_do_not_share_a_nonce()
    {
        var signer = Signer();
        var first = new HttpRequestMessage(HttpMethod.Get, "http://127.0.0.1/x");
        var second = new HttpRequestMessage(HttpMethod.Get, "http://127.0.0.1/x");

        signer.Sign(first);
        signer.Sign(second);

        first.Headers.Authorization!.Parameter.ShouldNotBe(second.Headers.Authorization!.Parameter);
    }

    private static TokenBasedSigner Signer() => new(
        new NetSuiteOptions
        {
            Account = "1234567-sb1",
            ConsumerKey = "ef40afdd8abaac111b13825dd5e5e2ddddb44f86d5a0dd6dcf38c20aae6b67e4",
            ConsumerSecret = "d26ad321a4b2f23b0741c8d38392ce01c3e23e109df6c96eac6d099e9ab9e8b5",
            TokenId = "2b0ce516420110bcbd36b69e99196d1b7f6de3c6234c5afb799b73d87569f5cc",
            TokenSecret = "c29a677df7d5439a458c063654187e3d678d73aca8e3c9d8bea1478a3eb0d295",
        },
        TimeProvider.System);
}
