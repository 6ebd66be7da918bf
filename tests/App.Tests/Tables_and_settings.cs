using IntegrationHost.App.Site;
using IntegrationHost.App.Tests.Support;
using Shouldly;

namespace IntegrationHost.App.Tests;

public sealed class Tables_and_settings : IDisposable
{
    private readonly TempFolder _site = new();
    private readonly TempFolder _pack = new();

    [Fact]
    public void The_nearest_table_wins_key_by_key()
    {
        _pack.Write("pay.csv", "key,value\npaypal,1\nmanual,2\n");
        var own = _site.Write("pay.csv", "key,value\npaypal,77\n");
        var tables = Read();

        tables.ValueOf("pay", "paypal").ShouldBe("77");
        tables.ValueOf("pay", "manual").ShouldBe("2");
        tables.ValueOf("pay", "klarna").ShouldBeNull();
        tables.ValueOf("none", "paypal").ShouldBeNull();
        tables.OriginOf("pay", "paypal").ShouldBe(own);
    }

    [Fact]
    public void Fields_may_be_quoted_and_lines_may_be_remarks()
    {
        _site.Write(
            "t.csv", "key,value\r\n# a remark\r\n\r\n\"a,b\",\" \"\"1\"\" \"\r\n\"two\nlines\",x\r\n spaced , y \r\n");
        var tables = Read();

        tables.Findings.ShouldBeEmpty();
        tables.ValueOf("t", "a,b").ShouldBe(" \"1\" ");
        tables.ValueOf("t", "two\nlines").ShouldBe("x");
        tables.ValueOf("t", "spaced").ShouldBe("y");
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("name,value\na,1\n", "t.csv:1: the first line must be key,value")]
    [InlineData("key,value\na,1,2\n", "t.csv:2: has 3 fields, wanted are two: key,value")]
    [InlineData("key,value\n\n# x\na\n", "t.csv:4: has 1 field, wanted are two: key,value")]
    [InlineData("key,value\na,1\na,2\n", "t.csv:3: 'a' stands there twice; the first entry counts")]
    [InlineData("key,value\n,1\n", "t.csv:2: has no key")]
    [InlineData("key,value\n\"a,1\nb,2\n", "t.csv:2: a quote is not closed")]
    [InlineData("key,value\n\"a\"x,1\nb,2\n", "t.csv:2: has text after a closing quote")]
    [InlineData("key,value\n\"a\nb\",1\nc\n", "t.csv:4: has 1 field, wanted are two: key,value")]
    public void A_wrong_line_is_told_by_file_and_line(string text, string expected)
    {
        _site.Write("t.csv", text);
        var findings = string.Join('\n', Read().Findings);
        findings.ShouldEndWith(expected);
        findings.ShouldNotContain("\n");
    }

    [Fact]
    public void An_edit_counts_after_the_next_read()
    {
        _site.Write("t.csv", "key,value\na,1\n");
        var tables = Read();

        _site.Write("t.csv", "key,value\na,2\n");
        tables.Read();

        tables.ValueOf("t", "a").ShouldBe("2");
    }

    [Fact]
    public void A_broken_edit_leaves_the_last_good_entries_in_force_and_is_told()
    {
        _site.Write("t.csv", "key,value\na,1\nb,2\n");
        var tables = Read();

        _site.Write("t.csv", "key,value\na,9\nb\n");
        tables.Read();

        tables.ValueOf("t", "a").ShouldBe("1");
        tables.ValueOf("t", "b").ShouldBe("2");
        tables.Findings.ShouldHaveSingleItem().Key.ShouldEndWith("t.csv:3");
    }

    [Fact]
    public void A_table_that_is_taken_away_is_gone()
    {
        var file = _site.Write("t.csv", "key,value\na,1\n");
        var tables = Read();

        File.Delete(file);
        tables.Read();

        tables.ValueOf("t", "a").ShouldBeNull();
    }

    [Fact]
    public void The_nearest_setting_wins_and_tells_where_it_stands()
    {
        var site = Some.Read(_site, Some.Site(more: """
            , "settings": { "colour": "site", "size": "site", "shape": "site", "zone": "site" }
            """));
        var values = new SiteValues(site, Read());
        var flow = site.Flows[0];

        values.Setting(flow, "shape").ShouldBe("flow");
        values.Setting(flow, "colour").ShouldBe("shop");
        values.Setting(flow, "size").ShouldBe("erp");
        values.Setting(flow, "zone").ShouldBe("site");
        values.Setting(flow, "none").ShouldBeNull();
        values.SettingOrigin(flow, "size").ShouldBe("connections:erp:settings:size");
        values.SettingOrigin(flow, "shape").ShouldBe("flows:us-orders:settings:shape");
        values.SettingOrigin(flow, "none").ShouldBeNull();
    }

    [Fact]
    public void What_the_operator_maps_wins_over_every_file()
    {
        _pack.Write("pay.csv", "key,value\npaypal,1\n");
        var site = Some.Read(_site, Some.Site());
        var values = new SiteValues(site, Read());

        values.Mapped("pay", "paypal", "99");

        values.TableValue(site.Flows[0], "pay", "paypal").ShouldBe("99");
        values.TableOrigin("pay", "paypal").ShouldBe("the operator");
    }

    public void Dispose()
    {
        _site.Dispose();
        _pack.Dispose();
    }

    private SiteTables Read()
    {
        var tables = new SiteTables(_site.Path, _pack.Path);
        tables.Read();
        return tables;
    }
}
