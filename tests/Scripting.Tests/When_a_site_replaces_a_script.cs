using IntegrationHost.Scripting.Compilation;
using IntegrationHost.Scripting.Library;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace IntegrationHost.Scripting.Tests;

/// <summary>What stands in the site's folder replaces the pack's file of the same path; the rest stays the
/// pack's.</summary>
public sealed class When_a_site_replaces_a_script : IDisposable
{
    private const string Order = "flows/order.csx";
    private readonly ScriptsFolder _pack = new ScriptsFolder()
        .With("lib/value.csx", "int Value() => 1;")
        .With(Order, "#load \"../lib/value.csx\"\nreturn new Record { [\"value\"] = Value() };");

    private readonly ScriptsFolder _site = new();

    [Fact]
    public void A_copied_script_loads_what_only_the_pack_has()
    {
        _site.With(Order, "#load \"../lib/value.csx\"\nreturn new Record { [\"value\"] = Value() + 10 };");

        ValueOf(Library()).ShouldBe(11);
    }

    [Fact]
    public void The_packs_script_loads_what_the_site_has_once_the_site_has_it()
    {
        var library = Library();
        ValueOf(library).ShouldBe(1);

        _site.With("lib/value.csx", "int Value() => 2;");
        library.Poll();

        ValueOf(library).ShouldBe(2);
    }

    public void Dispose()
    {
        _pack.Dispose();
        _site.Dispose();
    }

    private ScriptLibrary Library() => new(new ScriptFolders(_site.Scripts, _pack.Scripts), _site.Cache,
        TimeProvider.System, NullLogger<ScriptLibrary>.Instance);

    private static decimal ValueOf(ScriptLibrary library) =>
        library.Current(Order).Run(new Record(), new GivenInputs()).Result
            .ShouldBeOfType<Mapping.MappingResult.Write>().Record.Number("value");
}
