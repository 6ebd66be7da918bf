using System.Globalization;
using System.Text.Json.Nodes;

namespace IntegrationHost.Simulators.Shopify.Shop;

/// <summary>Amounts as the API writes them.</summary>
internal static class Money
{
    public static JsonObject Bag(decimal amount, string currency) => new()
    {
        ["shopMoney"] = One(amount, currency),
        ["presentmentMoney"] = One(amount, currency),
    };

    public static JsonObject One(decimal amount, string currency) =>
        new() { ["amount"] = Text(amount), ["currencyCode"] = currency };

    public static string Text(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    public static decimal Of(JsonNode? bag) =>
        decimal.Parse(bag!["shopMoney"]!["amount"]!.GetValue<string>(), CultureInfo.InvariantCulture);

    /// <summary>To the cent, as a till rounds.</summary>
    public static decimal Cents(decimal amount) => decimal.Round(amount, 2, MidpointRounding.AwayFromZero);
}
