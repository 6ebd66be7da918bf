using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Client;
using IntegrationHost.Plugins.NetSuite.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.NetSuite.Tests;

/// <summary>What the host sees of the plugin before it connects.</summary>
public sealed class PluginTests
{
    [Theory]
    [InlineData("1234567_SB1", "1234567_SB1", "https://1234567-sb1.suitetalk.api.netsuite.com/")]
    [InlineData("1234567-sb1", "1234567_SB1", "https://1234567-sb1.suitetalk.api.netsuite.com/")]
    [InlineData("1234567", "1234567", "https://1234567.suitetalk.api.netsuite.com/")]
    public void An_account_has_two_spellings(string given, string realm, string address)
    {
        var options = Some.Options();
        options.Account = given;

        new NetSuitePlugin().AccountOf((object)options).ShouldBe(realm);
        AccountAddress.BaseUrl(options).ShouldBe(new Uri(address));
    }

    [Fact]
    public void Everything_that_counts_twice_when_it_is_made_twice_needs_an_intent() => NetSuiteEntities.All
        .Where(entity => entity.CreateNature == WriteNature.NeedsIntent)
        .Select(entity => entity.Name).ShouldBe(
        [
            "itemFulfillment", "cashSale", "invoice", "returnAuthorization", "itemReceipt", "creditMemo", "cashRefund",
            "customerDeposit", "customerPayment", "depositApplication", "customerRefund", "inventoryAdjustment",
            "journalEntry", "deposit",
        ]);

    [Fact]
    public void The_plugin_knows_the_contract_and_nothing_else_of_the_host()
    {
        var references = typeof(NetSuitePlugin).Assembly.GetReferencedAssemblies()
            .Select(name => name.Name!).Where(name => name.StartsWith("IntegrationHost", StringComparison.Ordinal));

        references.ShouldBe(["IntegrationHost.Abstractions"]);
    }
}
