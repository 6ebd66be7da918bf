using Shouldly;

namespace IntegrationHost.Scripting.Tests;

public sealed class What_scripts_cannot_use
{
    [Theory]
    [InlineData("var t = DateTime.UtcNow;")]
    [InlineData("var t = DateTime.Now;")]
    [InlineData("var t = DateTimeOffset.UtcNow;")]
    [InlineData("var g = Guid.NewGuid();")]
    [InlineData("var r = new Random();")]
    [InlineData("""System.IO.File.Delete("x");""")]
    [InlineData("var d = System.IO.Directory.GetFiles(\".\");")]
    [InlineData("Environment.Exit(1);")]
    [InlineData("var p = new System.Diagnostics.Process();")]
    [InlineData("var c = new System.Net.Http.HttpClient();")]
    [InlineData("var a = Activator.CreateInstance(typeof(string));")]
    [InlineData("var m = typeof(string).GetMethods();")]
    [InlineData("var t = source.GetType();")]
    [InlineData("System.Threading.Thread.Sleep(1);")]
    [InlineData("System.Threading.Tasks.Task.Run(() => 1);")]
    [InlineData("Console.WriteLine(1);")]
    [InlineData("GC.Collect();")]
    [InlineData("unsafe { int* p = null; }")]
    [InlineData("await System.Threading.Tasks.Task.CompletedTask;")]
    [InlineData("dynamic d = 1; var x = d + 1;")]
    [InlineData("class Counter { public static int Seen; }")]
    [InlineData("""
        [System.Runtime.CompilerServices.UnsafeAccessor((System.Runtime.CompilerServices.UnsafeAccessorKind)2)]
        static extern string Read(string path);
        """)]
    public void It_does_not_compile_and_says_where(string statement)
    {
        using var folder = new ScriptsFolder();

        var findings = folder.FindingsOf($"{statement}\nreturn new Record();\n");

        findings.ShouldStartWith("probe.csx(1,", customMessage: statement);
    }

    [Fact]
    public void The_message_says_what_to_use_instead()
    {
        using var folder = new ScriptsFolder();

        folder.FindingsOf("return new Record { [\"at\"] = DateTime.UtcNow };").ShouldContain("Use source.Date");
        folder.FindingsOf(
            "#r \"System.Net.Http\"\nreturn new Record();").ShouldContain("put the library into a plugin");
        folder.FindingsOf(
            "#load \"/etc/hostname\"\nreturn new Record();").ShouldContain("inside the scripts folders only");
    }

    [Theory]
    [InlineData("var x = new[] { 3, 1, 2 }.OrderBy(n => n).Select(n => $\"{n:0.00}\").ToList();")]
    [InlineData("var x = System.Text.RegularExpressions.Regex.Replace(\"a-b\", \"[^a-z]\", \"\");")]
    [InlineData("record Line(string Sku, decimal Amount); var x = new Line(\"a\", 1.5m) with { Sku = \"b\" };")]
    [InlineData("var x = decimal.Round(1.005m, 2, MidpointRounding.AwayFromZero); var y = new DateOnly(2026, 1, 1);")]
    [InlineData(
        "string Trim(string t) { foreach (var c in t) { if (c == 'x') return \"\"; } return t; } Trim(\"a\");")]
    [InlineData("#load \"host.csx\"")]
    public void What_a_mapping_needs_compiles(string statement)
    {
        using var folder = new ScriptsFolder();

        folder.FindingsOf($"{statement}\nreturn new Record();\n").ShouldBeEmpty();
    }
}
