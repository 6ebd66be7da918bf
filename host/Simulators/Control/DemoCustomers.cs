using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Control;

/// <summary>Customers of the demo who get another phone number, entered now in the shop, now in NetSuite, each once:
/// what one side says the other must say in the end, for one write each.</summary>
/// <param name="shopify">The shops.</param>
/// <param name="netSuite">Asks the account's people: method, route, form.</param>
internal sealed class DemoCustomers(ShopifySimulator shopify, Func<string, string, JsonObject?, JsonNode> netSuite)
{
    private readonly HashSet<string> _edited = [];
    private int _inShops;
    private int _inNetSuite;

    /// <summary>Changes so many on each side, of those that stand on both.</summary>
    public JsonObject Edit(int count)
    {
        var open = Pairs().Where(pair => !_edited.Contains(IdOf(pair.There))).Take(2 * count).ToArray();
        foreach (var (shop, here, there) in open)
        {
            _edited.Add(IdOf(there));
            var phone = string.Create(CultureInfo.InvariantCulture, $"+1777{_edited.Count:D7}");
            if (_edited.Count % 2 == 0)
            {
                _inNetSuite++;
                netSuite("POST", "records/customer",
                    new JsonObject { ["id"] = there["id"]!.DeepClone(), ["phone"] = phone });
                continue;
            }

            _inShops++;
            lock (shop.State.Gate)
            {
                here["defaultPhoneNumber"] = new JsonObject { ["phoneNumber"] = phone };
                shop.State.Touch(here, "customers/update");
            }
        }

        return new JsonObject { ["inShops"] = _inShops, ["inNetSuite"] = _inNetSuite };
    }

    /// <summary>How many were edited where, how many customers differ now, and what the host wrote to each
    /// side.</summary>
    public JsonObject Summary()
    {
        var pairs = Pairs().ToArray();
        return new JsonObject
        {
            ["editedInShops"] = _inShops,
            ["editedInNetSuite"] = _inNetSuite,
            ["differ"] = pairs.Count(pair => PhoneOf(pair.Here) != pair.There["phone"]?.GetValue<string>()),
            ["writtenToShops"] = pairs.Sum(pair => pair.Here["writes"]?.GetValue<int>() ?? 0),
            // Saved by hand is a write, too.
            ["writtenToNetSuite"] = pairs.Sum(pair => pair.There["writes"]!.GetValue<int>()) - _inNetSuite,
        };
    }

    private IEnumerable<(PlayedShop Shop, JsonObject Here, JsonObject There)> Pairs()
    {
        foreach (var there in netSuite("GET", "records/customer", null).AsArray().Select(each => each!.AsObject()))
        {
            if (there["externalId"]?.GetValue<string>().Split('-') is not ["SHPFY", var key, ['C', .. var id]])
            {
                continue;
            }

            var shop = shopify.Shops.First(each => each.State.Options.Domain.StartsWith(
                key + "-", StringComparison.Ordinal));
            if (shop.State.Find($"gid://shopify/Customer/{id}") is { } here)
            {
                yield return (shop, here, there);
            }
        }
    }

    private static string IdOf(JsonObject customer) => customer["id"]!.GetValue<string>();

    private static string? PhoneOf(JsonObject customer) =>
        customer["defaultPhoneNumber"]?["phoneNumber"]?.GetValue<string>();
}
