using IntegrationHost.App.Web;
using IntegrationHost.Engine;
using Microsoft.Extensions.Configuration;

namespace IntegrationHost.App.Site;

/// <summary>A site as it was read and found right.</summary>
internal sealed record SiteDefinition(
    string Folder,
    string DataFolder,
    IReadOnlyList<ConnectionDefinition> Connections,
    IReadOnlyList<FlowDefinition> Flows,
    IReadOnlyDictionary<string, string> Settings,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> FlowSettings,
    WebSettings Web,
    Uri? PublicUrl,
    StateSettings State)
{
    public string ScriptsFolder => Path.Combine(Folder, "scripts");

    public string TablesFolder => Path.Combine(Folder, "tables");

    public string PluginsFolder => Path.Combine(Folder, "plugins");
}

/// <summary>A connection as the site describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Plugin">Which plugin makes it.</param>
/// <param name="Options">Its options, not yet bound; secrets not yet expanded.</param>
/// <param name="Settings">What its flows' scripts may read.</param>
/// <param name="Reserve">The part of the account left to others, 0 to 0.9.</param>
internal sealed record ConnectionDefinition(
    string Name,
    string Plugin,
    IConfigurationSection Options,
    IReadOnlyDictionary<string, string> Settings,
    double Reserve);

/// <summary>Something wrong with a site.</summary>
/// <param name="Key">The key's path, or the file.</param>
/// <param name="Text">What is wrong and what to do.</param>
internal sealed record SiteFinding(string Key, string Text)
{
    public override string ToString() => $"{Key}: {Text}";
}
