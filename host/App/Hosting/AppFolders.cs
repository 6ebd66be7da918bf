namespace IntegrationHost.App.Hosting;

/// <summary>What stands beside the program.</summary>
internal static class AppFolders
{
    public static string Plugins { get; } = Path.Combine(AppContext.BaseDirectory, "plugins");

    public static string Scripts { get; } = Path.Combine(AppContext.BaseDirectory, "scripts");
}
