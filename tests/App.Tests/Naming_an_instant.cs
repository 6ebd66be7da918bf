using IntegrationHost.App.Cli;
using IntegrationHost.App.Tests.Support;
using Shouldly;

namespace IntegrationHost.App.Tests;

public sealed class Naming_an_instant
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-11-01T00:00:00Z", "2026-11-01T00:00:00Z")]
    [InlineData("2026-11-01", "2026-11-01T00:00:00Z")]
    [InlineData("2026-11-01T00:00:00+01:00", "2026-10-31T23:00:00Z")]
    [InlineData("6h", "2026-11-30T06:00:00Z")]
    [InlineData("90m", "2026-11-30T10:30:00Z")]
    [InlineData("2d", "2026-11-28T12:00:00Z")]
    public void An_instant_or_how_long_ago(string text, string meant) => InstantOption.Parse(text, Now)!.Value.ShouldBe(
        DateTimeOffset.Parse(meant, System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("yesterday")]
    [InlineData("2026-13-01")]
    [InlineData("6")]
    [InlineData("-6h")]
    [InlineData("9999999d")]
    [InlineData("h")]
    [InlineData("")]
    public void Anything_else_is_none(string text) => InstantOption.Parse(text, Now).ShouldBeNull();

    [Theory]
    [InlineData("cursor", "rewind", "us-orders", "--to", "yesterday")]
    [InlineData("backfill", "us-orders", "--since", "yesterday")]
    [InlineData("plan", "us-orders", "--since", "yesterday")]
    public async Task A_verb_says_so(params string[] args)
    {
        var ran = await Ran.Command(args);
        ran.Code.ShouldBe(2);
        ran.Errors[0].ShouldBe("ihost: 'yesterday' is no instant; write it like 2026-11-01T00:00:00Z, "
            + "or how long ago, like 6h or 2d");
    }

    [Theory]
    [InlineData("ihost: what shall go on? name one: --cause, as 'ihost problems' shows it, or --plan, as 'ihost plan' "
        + "names it", "release")]
    [InlineData("ihost: what shall go on? name one: --cause, as 'ihost problems' shows it, or --plan, as 'ihost plan' "
        + "names it", "release", "--cause", "a", "--plan", "b")]
    public async Task Who_names_nothing_or_too_much_is_told(string told, params string[] args)
    {
        var ran = await Ran.Command(args);
        ran.Code.ShouldBe(2);
        ran.Errors.ShouldHaveSingleItem().ShouldBe(told);
    }
}
