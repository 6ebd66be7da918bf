using System.CommandLine;
using System.Globalization;
using IntegrationHost.App.Site;
using IntegrationHost.Mapping;
using IntegrationHost.Scripting.Editor;

namespace IntegrationHost.App.Cli;

/// <summary><c>ihost new</c>: writes a site a person can fill in.</summary>
internal static class NewVerb
{
    private const string Prefix = "new/";
    private const string Since = "2026-12-01";

    public static Command Command()
    {
        var kind = new Argument<string>("kind") { Description = "shopify-netsuite" };
        kind.AcceptOnlyFromAmong("shopify-netsuite");
        var folder = new Argument<string>("folder")
        {
            Description = "Where to write it",
            DefaultValueFactory = _ => ".",
        };
        var command = new Command("new", "Writes a site: ihost.json with comments, tables, secrets, scripts.")
        {
            kind, folder,
        };
        command.SetAction((parsed, cancel) => Task.FromResult(Write(Path.GetFullPath(parsed.GetValue(folder)!))));
        return command;
    }

    private static int Write(string folder)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new WrongUseException($"'{folder}' is not empty; name a new folder");
        }

        // A new site begins today: what is older went another way.
        var today = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var assembly = typeof(NewVerb).Assembly;
        var names = assembly.GetManifestResourceNames().Where(
            name => name.StartsWith(Prefix, StringComparison.Ordinal));
        foreach (var name in names)
        {
            var path = Path.Combine(folder, name[Prefix.Length..].Replace('\\', '/'));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var from = new StreamReader(assembly.GetManifestResourceStream(name)!);
            File.WriteAllText(path, from.ReadToEnd().Replace(Since, today, StringComparison.Ordinal));
        }

        File.WriteAllText(Path.Combine(folder, SiteSchema.FileName), SiteSchema.Text());
        Directory.CreateDirectory(Path.Combine(folder, "plugins"));
        EditorStub.Write(Path.Combine(folder, "scripts"), typeof(MappingScript).Assembly.Location);
        Terminal.Line(
            $"A site is in {folder}. Fill in ihost.json, put the secrets into secrets/ or the environment, then:");
        Terminal.Line($"  ihost check --site \"{folder}\"");
        Terminal.Line($"  ihost check --site \"{folder}\" --live");
        Terminal.Line($"  ihost run --site \"{folder}\"");
        return CommandLine.Fine;
    }
}
