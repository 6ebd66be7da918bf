using System.Reflection;
using IntegrationHost.Connectors;
using IntegrationHost.TestKit;
using PublicApiGenerator;
using Shouldly;

namespace IntegrationHost.Architecture.Tests;

/// <summary>What strangers compile against, as it was approved. When a change is meant, copy the text this test writes
/// over the approved one and give the change an ADR; when it is not, the difference is the bug report.</summary>
public sealed class The_contract
{
    public static TheoryData<string> Assemblies() =>
        ["IntegrationHost.Abstractions", "IntegrationHost.TestKit"];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Its_surface_is_the_approved_one(string name)
    {
        var assembly = Of(name);
        var surface = assembly.GeneratePublicApi(new ApiGeneratorOptions
        {
            IncludeAssemblyAttributes = false,
            // A fact carries the path of its source, which is another on each machine.
            ExcludeAttributes = ["Xunit.FactAttribute"],
        })
            .ReplaceLineEndings("\n");
        var approved = Path.Combine(Repository.Root, "tests", "Architecture.Tests", "Approved", $"{name}.txt");
        var received = Path.Combine(AppContext.BaseDirectory, $"{name}.received.txt");
        File.WriteAllText(received, surface);

        surface.ShouldBe(File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n") : "",
            $"meant so? cp {received} {approved}");
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Its_assembly_version_is_fixed_for_the_major_version(string name) =>
        Of(name).GetName().Version.ShouldBe(new Version(1, 0, 0, 0));

    private static Assembly Of(string name) => name == "IntegrationHost.TestKit"
        ? typeof(ConnectorConformance).Assembly
        : typeof(ConnectorPlugin).Assembly;
}
