using IntegrationHost.App.Site;

namespace IntegrationHost.App.Cli;

/// <summary>Prints what is wrong with a site.</summary>
internal static class Findings
{
    private const int ShownMost = 50;

    public static int Print(IReadOnlyList<SiteFinding> findings)
    {
        foreach (var finding in findings.Take(ShownMost))
        {
            Terminal.Error(finding.ToString());
        }

        if (findings.Count > ShownMost)
        {
            Terminal.Error($"and {findings.Count - ShownMost} more");
        }

        return findings.Count == 0 ? CommandLine.Fine : CommandLine.NeedsYou;
    }
}
