using System.Collections;

namespace IntegrationHost.App.Site;

/// <summary>The environment variables that override <c>ihost.json</c>: <c>IHOST__web__listen</c> is
/// <c>web:listen</c>.</summary>
internal static class SiteEnvironment
{
    public const string Prefix = "IHOST__";

    /// <summary>Variables that name no key: an override with a typing error would otherwise be silent.</summary>
    public static IEnumerable<SiteFinding> Check() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Select(variable => (string)variable.Key)
        .Where(name => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        .Order(StringComparer.Ordinal)
        .Select(name => (Name: name, Fault: SiteKeys.FaultOf(name[Prefix.Length..].Split("__"))))
        .Where(variable => variable.Fault is not null)
        .Select(variable => new SiteFinding($"environment: {variable.Name}", variable.Fault!));
}
