using System.Runtime.CompilerServices;
using IntegrationHost.Engine.Mapping;
using IntegrationHost.Mapping;
using IntegrationHost.Scripting.Compilation;
using IntegrationHost.Scripting.Library;
using Shouldly;

namespace IntegrationHost.Scripting.Tests;

public sealed class When_a_script_is_edited
{
    private static readonly Record Order = Record.Parse("""{"id":"7"}""");

    [Fact]
    public void The_new_text_is_in_force_after_the_next_look()
    {
        using var folder = new ScriptsFolder().With("order.csx", Returning(1));
        var library = folder.Library();
        ValueOf(library).ShouldBe(1);

        folder.With("order.csx", Returning(2));
        library.Poll();

        ValueOf(library).ShouldBe(2);
        library.FaultOf("order.csx").ShouldBeNull();
    }

    [Fact]
    public void A_text_that_does_not_compile_leaves_the_last_good_version_in_force()
    {
        using var folder = new ScriptsFolder().With("order.csx", Returning(1));
        var library = folder.Library();
        ValueOf(library).ShouldBe(1);

        folder.With("order.csx", "var x = 1;\nreturn new Rekord();\n");
        library.Poll();

        ValueOf(library).ShouldBe(1);
        library.FaultOf("order.csx")!.ShouldStartWith("order.csx(2,12): error CS0246");
    }

    [Fact]
    public void A_text_whose_case_fails_is_not_taken_over()
    {
        using var folder = new ScriptsFolder()
            .With("order.csx", Returning(1))
            .With("order.cases/plain.in.json", """{"id":"7"}""")
            .With("order.cases/plain.out.json", """{"value":1}""");
        var library = folder.Library();
        ValueOf(library).ShouldBe(1);

        folder.With("order.csx", Returning(2));
        library.Poll();

        ValueOf(library).ShouldBe(1);
        library.FaultOf("order.csx").ShouldBe("order.csx: its case 'plain' fails: value: 1 is wanted, 2 came");
    }

    [Fact]
    public void A_change_in_a_loaded_file_counts()
    {
        using var folder = new ScriptsFolder()
            .With("lib.csx", "int Value() => 1;")
            .With("order.csx", "#load \"lib.csx\"\nreturn new Record { [\"value\"] = Value() };");
        var library = folder.Library();
        ValueOf(library).ShouldBe(1);

        folder.With("lib.csx", "int Value() => 2;");
        library.Poll();

        ValueOf(library).ShouldBe(2);
    }

    [Fact]
    public void A_script_that_never_compiled_says_why()
    {
        using var folder = new ScriptsFolder().With("order.csx", "return Skip(;");

        Should.Throw<MappingUnavailableException>(() => folder.Library().Current("order.csx"))
            .Message.ShouldStartWith("order.csx(1,13): error CS");
        Should.Throw<MappingUnavailableException>(() => folder.Library().Current("nowhere.csx"))
            .Message.ShouldContain("there is no such script");
    }

    [Fact]
    public void A_second_start_takes_the_image_from_the_cache_and_a_damaged_one_is_made_anew()
    {
        using var folder = new ScriptsFolder().With("order.csx", Returning(1));
        ValueOf(folder.Library()).ShouldBe(1);
        var image = Directory.EnumerateFiles(folder.Cache, "*.dll").ShouldHaveSingleItem();
        var written = File.GetLastWriteTimeUtc(image);

        ValueOf(folder.Library()).ShouldBe(1);
        File.GetLastWriteTimeUtc(image).ShouldBe(written);

        File.WriteAllBytes(image, [1, 2, 3]);
        ValueOf(folder.Library()).ShouldBe(1);
        new FileInfo(image).Length.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void Contexts_of_replaced_versions_are_collected()
    {
        using var folder = new ScriptsFolder();
        var contexts = Enumerable.Range(0, 30).Select(version => LoadAndUnload(folder, version)).ToArray();
        for (var round = 0; round < 10 && contexts.Any(context => context.IsAlive); round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        contexts.Count(context => context.IsAlive).ShouldBe(0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference LoadAndUnload(ScriptsFolder folder, int version)
    {
        folder.With("order.csx", Returning(version));
        var compiled = new ScriptCompiler(folder.Folders).Compile(folder.Folders.Find("order.csx")!);
        var loaded = new LoadedScript(compiled.Image!, "v");
        loaded.Run(Order, new GivenInputs());
        return loaded.Unload();
    }

    private static string Returning(int value) => $$"""return new Record { ["value"] = {{value}} };""";

    private static decimal ValueOf(ScriptLibrary library) =>
        ((MappingResult.Write)library.Current("order.csx").Run(Order, new GivenInputs()).Result).Record.Number("value");
}
