using Shouldly;

namespace IntegrationHost.Architecture.Tests;

public sealed class The_shape_of_the_code
{
    private static readonly string[] Folders = ["host", "plugins", "scripts", "tests", "plugin-template"];
    private static readonly string[] DrawerNames = ["Utils", "Util", "Helpers", "Helper", "Common", "Misc", "Manager"];
    private const string Made = "TestResults"; // By `dotnet test`, never kept.

    private static readonly string[] TopFolders =
        [".ci", ".git", "docs", "host", "plugin-template", "plugins", "scripts", "tests", Made];

    [Fact]
    public void No_file_is_longer_than_400_lines() => Sources()
        .Where(file => File.ReadLines(file).Count() > 400).Select(Relative).ShouldBeEmpty();

    [Fact]
    public void No_line_is_longer_than_120_characters() => Sources()
        .SelectMany(file => File.ReadLines(file).Select((line, at) => (file, at, line)))
        .Where(place => place.line.Length > 120)
        .Select(place => $"{Relative(place.file)}:{place.at + 1}")
        .ShouldBeEmpty();

    [Fact]
    public void Half_of_the_files_have_at_most_60_lines()
    {
        var lengths = Sources().Select(file => File.ReadLines(file).Count()).Order().ToArray();
        lengths[lengths.Length / 2].ShouldBeLessThanOrEqualTo(60);
    }

    [Fact]
    public void Nothing_is_a_drawer() => Sources()
        .Where(file => DrawerNames.Any(name =>
            Path.GetFileNameWithoutExtension(file).EndsWith(name, StringComparison.Ordinal)))
        .Select(Relative)
        .ShouldBeEmpty();

    [Fact]
    public void The_top_level_has_the_agreed_folders_only() =>
        Directory.EnumerateDirectories(Repository.Root).Select(Path.GetFileName).Except(TopFolders).ShouldBeEmpty();

    private static IEnumerable<string> Sources() => Folders
        .Where(folder => Directory.Exists(Path.Combine(Repository.Root, folder)))
        .SelectMany(folder => Repository.Files(folder, "*.cs").Concat(Repository.Files(folder, "*.csx")));

    private static string Relative(string file) => Path.GetRelativePath(Repository.Root, file);
}
