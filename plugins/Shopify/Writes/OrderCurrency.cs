using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>The currency in which an order's money is taken and given back: the one its customer paid in, which need
/// not be the shop's. Pure.</summary>
internal static class OrderCurrency
{
    public static string Of(Record order) => order.Text("presentmentCurrencyCode");

    /// <summary>An amount in it.</summary>
    public static decimal Amount(Record record, string bag) => record.Money($"{bag}.presentmentMoney.amount");

    /// <summary>Why amounts cannot be taken as they are, or null: one in another currency would be another
    /// amount.</summary>
    /// <param name="said">The currency the record names, or null.</param>
    /// <param name="saysAmounts">Whether the record names amounts.</param>
    /// <param name="order">The order.</param>
    public static Plan? Refuse(string? said, bool saysAmounts, Record order)
    {
        var (paid, kept, name) = (Of(order), order.Text("currencyCode"), order.Text("name"));
        return said is not null && said != paid
            ? Plan.Wrong(
                $"{name} was paid in {paid}; its amounts cannot be in {said}", "wrong-currency", "currency", said)
            : said is null && saysAmounts && paid != kept
                ? Plan.Wrong($"{name} was paid in {paid} and the shop keeps {kept}: give the amounts in {paid}, and "
                    + "say so in currency", "no-currency", "currency") : null;
    }
}
