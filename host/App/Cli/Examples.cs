namespace IntegrationHost.App.Cli;

/// <summary>What a person types, shown below each verb's help.</summary>
internal static class Examples
{
    private static readonly Dictionary<string, string[]> ByVerb = new()
    {
        ["run"] = ["ihost run --site /srv/sync", "IHOST__web__listen=http://127.0.0.1:9090 ihost run"],
        ["demo"] = ["ihost demo", "ihost demo --once", "ihost demo --once --restart"],
        ["simulate"] = ["ihost simulate", "ihost simulate --json --port 9000"],
        ["new"] = ["ihost new shopify-netsuite sync"],
        ["check"] = ["ihost check", "ihost check --live", "ihost check --json --site /srv/sync"],
        ["try"] = ["ihost try shopify-to-netsuite/order.csx order.json", "cat order.json | ihost try order.csx -"],
        ["health"] = ["ihost health", "ihost health --url http://127.0.0.1:8080"],
        ["status"] = ["ihost status", "ihost status --json"],
        ["problems"] = ["ihost problems", "ihost problems --json"],
        ["explain"] = ["ihost explain order \"#1042\"", "ihost explain \"#1042\" --flow us-orders"],
        ["map"] = ["ihost map payment-methods klarna 7"],
        ["release"] = ["ihost release --cause \"…\" --canary 1", "ihost release --cause \"…\""],
    };

    public static IReadOnlyList<string> Of(string verb) =>
        ByVerb.GetValueOrDefault(verb) ?? ["ihost demo", "ihost check --help"];
}
