using IntegrationHost.Engine.Mapping;
using IntegrationHost.Mapping;
using Shouldly;

namespace IntegrationHost.Scripting.Tests;

public sealed class When_a_script_runs
{
    private static readonly Record Order =
        Record.Parse("""{"id":"7","name":"#1007","total":"10.50","note":"für Zoë 🎁"}""");

    [Fact]
    public void A_body_that_returns_a_record_is_a_write()
    {
        using var folder = new ScriptsFolder().With("order.csx", """
            var total = source.Money("total");
            return new Record { ["memo"] = source.Text("note"), ["total"] = total, ["shop"] = Setting("shop") };
            """);

        var run = folder.Library().Current("order.csx").Run(Order, new GivenInputs());

        var record = run.Result.ShouldBeOfType<MappingResult.Write>().Record;
        record.Text("memo").ShouldBe("für Zoë 🎁");
        record.Money("total").ShouldBe(10.50m);
        record.Text("shop").ShouldBe("us");
    }

    [Fact]
    public void Skip_and_refuse_end_the_script()
    {
        using var folder = new ScriptsFolder()
            .With("skip.csx", """return Skip("test order");""")
            .With("refuse.csx", """if (source.Has("id")) return Refuse("no address"); return new Record();""");
        var library = folder.Library();

        library.Current("skip.csx").Run(Order, new GivenInputs()).Result.ShouldBe(new MappingResult.Skip("test order"));
        library.Current(
            "refuse.csx").Run(Order, new GivenInputs()).Result.ShouldBe(new MappingResult.Refuse("no address"));
    }

    [Fact]
    public void Nothing_is_left_from_one_record_to_the_next()
    {
        using var folder = new ScriptsFolder().With("count.csx", """
            int seen = 0;
            seen++;
            return new Record { ["seen"] = seen };
            """);
        var mapping = folder.Library().Current("count.csx");

        var seen = Enumerable.Range(0, 3)
            .Select(_ => ((MappingResult.Write)mapping.Run(Order, new GivenInputs()).Result).Record.Number("seen"));

        seen.ShouldBe([1, 1, 1]);
    }

    [Fact]
    public void Missing_table_keys_are_collected_and_the_script_goes_on()
    {
        using var folder = new ScriptsFolder().With("table.csx", """
            return new Record { ["a"] = Table("methods", "klarna"), ["b"] = Table("methods", "swish") };
            """);

        var run = folder.Library().Current("table.csx").Run(Order, new GivenInputs());

        run.Unmapped.ShouldBe([new UnmappedValue("methods", "klarna"), new UnmappedValue("methods", "swish")]);
    }

    [Fact]
    public void A_fault_at_run_time_names_file_and_line()
    {
        using var folder = new ScriptsFolder().With("fault.csx", """
            var memo = source.Text("name");

            return new Record { ["customer"] = source.Text("customer.id") };
            """);

        var fault = Should.Throw<MappingFailedException>(
            () => folder.Library().Current("fault.csx").Run(Order, new GivenInputs()));

        fault.Message.ShouldBe("fault.csx(3): 'customer.id' has no text");
    }

    [Fact]
    public void A_fault_in_a_loaded_file_names_a_line_of_the_script()
    {
        using var folder = new ScriptsFolder()
            .With("lib/names.csx",
                "string NameOf(Record order) {\n  try { return order.Text(\"nobody\"); } finally { }\n}\n")
            .With("main.csx", "#load \"lib/names.csx\"\nreturn new Record { [\"name\"] = NameOf(source) };\n");

        var fault = Should.Throw<MappingFailedException>(
            () => folder.Library().Current("main.csx").Run(Order, new GivenInputs()));

        // The runtime may inline a small function: the place is then where it was called.
        fault.Message.ShouldBeOneOf("names.csx(2): 'nobody' has no text", "main.csx(2): 'nobody' has no text");
    }
}
