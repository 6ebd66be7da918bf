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
        ["plan"] = ["ihost plan us-orders", "ihost plan us-orders --since 6h", "ihost plan us-orders --cause \"…\"",
            "ihost plan us-orders --ids gid://shopify/Order/1042 --json"],
        ["release"] = ["ihost release --cause \"…\" --canary 1", "ihost release --cause \"…\"",
            "ihost release --plan 11301405-1"],
        ["link"] = ["ihost link us-orders", "ihost link us-orders --by externalId name=otherRefNum",
            "ihost link us-customers --by email=email --yes"],
        ["cursor"] = ["ihost cursor show us-orders", "ihost cursor rewind us-orders --to 6h"],
        ["show"] = ["ihost cursor show us-orders", "ihost cursor show us-orders --json"],
        ["rewind"] = ["ihost cursor rewind us-orders --to 6h", "ihost cursor rewind us-orders --to 2026-11-01 --yes"],
        ["backfill"] = ["ihost backfill us-orders --since 2026-01-01", "ihost backfill us-orders --file ids.txt --yes",
            "ihost backfill us-orders --since 30d --yes --detach", "ihost backfill us-orders --stop"],
        ["skip"] = ["ihost skip --cause \"…\" --reason \"made by hand, ticket 12\""],
        ["replay"] = ["ihost replay --cause \"…\" --canary 1", "ihost replay --cause \"…\""],
        ["backup"] = ["ihost backup state.backup", "ihost backup /mnt/backups/monday --force --site /srv/sync"],
        ["restore"] = ["ihost restore state.backup", "ihost restore /mnt/backups/monday --force --site /srv/sync"],
    };

    public static IReadOnlyList<string> Of(string verb) =>
        ByVerb.GetValueOrDefault(verb) ?? ["ihost demo", "ihost check --help"];
}
