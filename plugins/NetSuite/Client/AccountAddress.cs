namespace IntegrationHost.Plugins.NetSuite.Client;

/// <summary>The two spellings of one account: <c>1234567_SB1</c> in the realm, <c>1234567-sb1</c> in host
/// names.</summary>
internal static class AccountAddress
{
    public static string Realm(string account) => account.ToUpperInvariant().Replace('-', '_');

    public static Uri BaseUrl(NetSuiteOptions options) => new(options.BaseUrl is { Length: > 0 } given
        ? given.TrimEnd('/')
        : $"https://{options.Account.ToLowerInvariant().Replace('_', '-')}.suitetalk.api.netsuite.com");
}
