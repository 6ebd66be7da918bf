using IntegrationHost.Engine.Problems;
using Shouldly;

namespace IntegrationHost.Engine.Tests;

public sealed class What_a_command_quotes
{
    [Theory]
    [InlineData("order/erp/not-found/item.itemId/SKU-7")]
    [InlineData("klarna_pay_later")]
    public void A_plain_value_stands_as_it_is(string value) =>
        ShellWord.Of(value, forPowerShell: false).ShouldBe(value);

    [Theory]
    [InlineData("", "''")]
    [InlineData("two words", "'two words'")]
    [InlineData("$(rm -rf ~)`id`\"", "'$(rm -rf ~)`id`\"'")]
    [InlineData("a'; rm b; '", @"'a'\''; rm b; '\'''")]
    [InlineData("--canary", "'--canary'")]
    public void Nothing_that_a_stranger_wrote_is_run_by_a_shell(string value, string word) =>
        ShellWord.Of(value, forPowerShell: false).ShouldBe(word);

    [Fact]
    public void A_quote_is_doubled_for_PowerShell() =>
        ShellWord.Of("a'; rm b", forPowerShell: true).ShouldBe("'a''; rm b'");
}
