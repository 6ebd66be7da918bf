using System.Xml.Linq;
using Shouldly;

namespace IntegrationHost.Architecture.Tests;

/// <summary>plugins, TestKit → Abstractions ← Engine ← {Storage, Scripting} ← App; Simulators know nobody.</summary>
public sealed class The_arrows_between_projects
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["host/Abstractions"] = [],
        ["host/Engine"] = ["host/Abstractions"],
        ["host/Storage"] = ["host/Engine", "host/Abstractions"],
        ["host/Scripting"] = ["host/Engine", "host/Abstractions"],
        ["host/Simulators"] = [],
        ["host/TestKit"] = ["host/Abstractions"],
        ["host/App"] =
        [
            "host/Abstractions", "host/Engine", "host/Storage", "host/Scripting", "host/Simulators",
            // Built and copied beside the program, never referenced as an assembly (checked below).
            "plugins/Shopify", "plugins/NetSuite", "host/TestKit",
        ],
        ["plugins/Shopify"] = ["host/Abstractions"],
        ["plugins/NetSuite"] = ["host/Abstractions"],
    };

    public static TheoryData<string> Projects() =>
        [.. Allowed.Keys.Where(folder => Directory.Exists(Path.Combine(Repository.Root, folder)))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_its_arrows_allow(string folder) =>
        ReferencesOf(folder).Select(reference => reference.Folder).Except(Allowed[folder]).ShouldBeEmpty(
            $"{folder} may reference only: {string.Join(", ", Allowed[folder])}");

    [Fact]
    public void Every_project_of_host_and_plugins_has_its_arrows_stated() =>
        Repository.Files("host", "*.csproj").Concat(Repository.Files("plugins", "*.csproj"))
            .Select(file => Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(file)!).Replace('\\', '/'))
            .Except(Allowed.Keys)
            .ShouldBeEmpty();

    [Fact]
    public void The_app_builds_plugins_and_the_kit_without_referencing_their_assemblies() =>
        ReferencesOf("host/App")
            .Where(reference => reference.Folder is "host/TestKit"
                || reference.Folder.StartsWith("plugins/", StringComparison.Ordinal))
            .ShouldAllBe(reference => reference.IsBuildOnly);

    [Fact]
    public void The_contract_depends_on_nothing_but_logging_abstractions() =>
        Xml("host/Abstractions").Descendants("PackageReference").Select(package => package.Attribute("Include")!.Value)
            .Where(package => package != "Microsoft.CodeAnalysis.PublicApiAnalyzers")
            .ShouldBe(["Microsoft.Extensions.Logging.Abstractions"]);

    [Fact]
    public void The_engine_has_no_driver_no_compiler_no_web_server_and_no_disk()
    {
        Xml("host/Engine").Descendants("PackageReference").Select(package => package.Attribute("Include")!.Value)
            .ShouldBe(["Polly.Core"]);
        Xml("host/Engine").Descendants("FrameworkReference").ShouldBeEmpty();
        Repository.Files("host/Engine", "*.cs")
            .Where(file => File.ReadLines(file).Any(line =>
                new[] { "System.IO", "File.", "Directory." }.Any(
                    name => line.Contains(name, StringComparison.Ordinal))))
            .ShouldBeEmpty();
    }

    private static IEnumerable<(string Folder, bool IsBuildOnly)> ReferencesOf(string folder) =>
        Xml(folder).Descendants("ProjectReference").Select(reference =>
        {
            var include = reference.Attribute("Include")!.Value.Replace('\\', '/');
            var path = Path.GetFullPath(Path.Combine(Repository.Root, folder, Path.GetDirectoryName(include)!));
            var buildOnly = reference.Attribute("ReferenceOutputAssembly")?.Value == "false";
            return (Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'), buildOnly);
        });

    private static XDocument Xml(string folder) =>
        XDocument.Load(
            Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.csproj").ShouldHaveSingleItem());
}
