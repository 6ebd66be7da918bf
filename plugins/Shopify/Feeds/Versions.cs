using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Feeds;

/// <summary>What orders the versions of a record, the same in a feed and in a read. Pure.</summary>
internal static class Versions
{
    private static readonly string[] PayoutStates = ["SCHEDULED", "IN_TRANSIT", "PAID", "FAILED", "CANCELED"];
    private static readonly HashSet<string> Settled = ["SUCCESS", "FAILURE", "ERROR"];

    public static string Of(string entity, Record record) => entity switch
    {
        // The API gives no stamp of the last change of these.
        ShopifyEntities.Return => "",
        ShopifyEntities.Transaction => $"{Stamp.Of(ChangedAt(entity, record)!.Value)}/"
            + (Settled.Contains(record.Text("status")) ? "1" : "0"),
        ShopifyEntities.Payout => $"{Stamp.Normal(record.Text("issuedAt"))}/{RankOf(record.Text("status"))}",
        ShopifyEntities.BalanceTransaction => $"{Stamp.Normal(record.Text("transactionDate"))}/"
            + RankOf(record.TextOrNull("associatedPayout.status")),
        _ => record.TextOrNull("updatedAt") is { } stamp ? Stamp.Normal(stamp) : "",
    };

    /// <summary>When the system says it changed last, or null.</summary>
    public static DateTimeOffset? ChangedAt(string entity, Record record) => entity switch
    {
        ShopifyEntities.Transaction => Latest(record, "createdAt", "processedAt"),
        ShopifyEntities.Return => Latest(record, "createdAt", "requestApprovedAt", "closedAt"),
        ShopifyEntities.Payout => Latest(record, "issuedAt"),
        ShopifyEntities.BalanceTransaction => Latest(record, "transactionDate"),
        _ => Latest(record, "updatedAt"),
    };

    private static DateTimeOffset? Latest(Record record, params string[] fields) => fields
        .Select(field => record.TextOrNull(field) is { } stamp ? Stamp.Parse(stamp) : (DateTimeOffset?)null).Max();

    private static int RankOf(string? status) => Array.IndexOf(PayoutStates, status);
}
