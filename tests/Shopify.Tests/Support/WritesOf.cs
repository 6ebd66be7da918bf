using IntegrationHost.Connectors;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Tests.Support;

/// <summary>A write of each kind that the connector knows, with what must stand before it.</summary>
internal static class WritesOf
{
    /// <summary>The entity, and what is done where it can be several things.</summary>
    public static readonly string[] Names =
    [
        "order note", "order paid", "order cancelled", "orderEdit", "orderCapture", "orderPayment", "refund",
        "return approved", "return declined", "return processed", "return refunded",
        "return restocked", "refund as store credit", "orderEdit adding", "customer", "company",
        "companyLocation", "companyLocation changed", "companyContact", "product", "product set", "bundle", "variant",
        "inventoryLevel",
        "inventoryLevel activated", "fulfillment", "fulfillment of two places", "fulfillment tracking",
        "fulfillment cancelled", "fulfillmentOrder held", "fulfillmentOrder moved", "fulfillmentEvent", "metafield",
        "tags", "priceListPrice",
    ];

    public static async Task<Write> MakeAsync(string name, TestShop shop, CancellationToken cancel)
    {
        var played = new Played(shop);
        var order = shop.Order(TestShop.Line("MUG-1", 2), TestShop.Line("TEE-1", 1));
        return name switch
        {
            "order note" => Of("order", """{"note":"call first","tags":["erp"]}""", order),
            "order paid" => Of("order", """{"markAsPaid":true}""", Placed(shop, "pending")),
            "order cancelled" => Of("order", """{"cancel":{"restock":true,"refund":"original"}}""", order),
            "orderEdit" => Of("orderEdit", $$"""{"order":"{{order}}","lines":[{"sku":"MUG-1","quantity":1}]}"""),
            "orderCapture" => Of("orderCapture", $$"""{"order":"{{Placed(shop, "authorized")}}","total":5}"""),
            "orderPayment" => Of("orderPayment", $$"""{"order":"{{Placed(shop, "pending")}}","total":5}"""),
            "refund" => Of("refund", $$"""{"order":"{{order}}","lines":[{"sku":"MUG-1","quantity":1}]}"""),
            "return approved" => Of("return", """{"status":"OPEN"}""", await played.ReturnAsync(order, cancel)),
            "return declined" => Of("return", """{"status":"DECLINED"}""", await played.ReturnAsync(order, cancel)),
            "return processed" => Of("return", """
                {"status":"OPEN","processed":[{"sku":"MUG-1","quantity":1}]}
                """, await played.ReturnAsync(order, cancel)),
            "return restocked" => Of("return", $$"""
                {"status":"OPEN","refund":{"amount":7},
                 "processed":[{"sku":"MUG-1","quantity":1,"disposition":"RESTOCKED","location":"{{shop.Main}}"}]}
                """, await played.ReturnAsync(order, cancel)),
            "refund as store credit" => Of("refund", $$"""{"order":"{{order}}","amount":7,"storeCredit":true}"""),
            "orderEdit adding" => Of("orderEdit", $$"""
                {"order":"{{order}}","lines":[{"sku":"A-MUG","quantity":2,
                 "variant":"{{shop.Records("ProductVariant")[1].GetProperty("id").GetString()}}"}]}
                """),
            "return refunded" => Of("return", """
                {"status":"OPEN","processed":[{"sku":"MUG-1","quantity":1}],"refund":{}}
                """, await played.ReturnAsync(order, cancel)),
            _ => Catalogue(name, shop) ?? await ShippingAsync(name, shop, order, cancel),
        };
    }

    private static Write? Catalogue(string name, TestShop shop) => name switch
    {
        "customer" => Of("customer", """
            {"email":"grace@example.com","firstName":"Grace","addresses":[{"address1":"1 Main St","countryCode":"US"}]}
            """),
        "company" => Of("company", """
            {"name":"Acme","externalId":"A","contact":{"email":"wile@example.com"},"location":{"name":"HQ"}}
            """),
        "companyLocation" => Of("companyLocation", $$"""
            {"company":"{{Company(shop)}}","name":"Branch","externalId":"B"}
            """),
        "companyLocation changed" => Of("companyLocation", $$"""
            {"company":"{{Company(shop)}}","name":"New","externalId":"L","taxExempt":true,
             "shippingAddress":{"address1":"1 Canyon Rd","countryCode":"US"} }
            """),
        "companyContact" => Of("companyContact", $$"""
            {"company":"{{Company(shop)}}","email":"wile@example.com","main":true,
             "roles":[{"location":"{{First(shop, "CompanyLocation")}}","role":"Ordering only"}]}
            """),
        "product" => Of("product", """{"handle":"mug-1","title":"A mug","tags":["erp"]}"""),
        "product set" => Of("product", """
            {"handle":"new","title":"New","productOptions":[{"name":"Size","values":[{"name":"S"},{"name":"L"}]}],
             "variants":[{"sku":"N-1","price":"1.00","optionValues":[{"optionName":"Size","name":"S"}]},
                         {"sku":"N-2","price":"2.00","optionValues":[{"optionName":"Size","name":"L"}]}]}
            """),
        "bundle" => Of("bundle", $$"""
            {"variant":"{{First(shop, "ProductVariant")}}","components":[{"variant":"{{Last(shop, "ProductVariant")}}",
             "quantity":2}]}
            """),
        "variant" => Of("variant", """{"price":7.5,"barcode":"4006381333931"}""", First(shop, "ProductVariant")),
        "metafield" => Of("metafield", $$"""
            {"owner":"{{First(shop, "Order")}}","namespace":"erp","key":"id","value":"42"}
            """),
        "tags" => Of("tags", $$"""{"owner":"{{First(shop, "Order")}}","add":["a","b"]}"""),
        "priceListPrice" => Of("priceListPrice", $$"""
            {"priceList":"{{shop.Post("priceLists", """{"name":"Wholesale"}""")}}","price":3,"currency":"USD",
             "variant":"{{First(shop, "ProductVariant")}}"}
            """),
        _ => null,
    };

    private static async Task<Write> ShippingAsync(string name, TestShop shop, string order, CancellationToken cancel)
    {
        var item = First(shop, "InventoryItem");
        return name switch
        {
            "inventoryLevel" => Level(item, shop.Main),
            "inventoryLevel activated" => Level(item, shop.Post("locations", """{"name":"South"}""")),
            "fulfillment" => Of("fulfillment", $$"""
                {"order":"{{order}}","lines":[{"sku":"MUG-1","quantity":1}],
                 "tracking":{"company":"UPS","numbers":["1Z"]} }
                """),
            "fulfillment of two places" => Of("fulfillment", $$"""
                {"order":"{{shop.Order(TestShop.Line("MUG-1", 1), TestShop.Line("TEE-1", 1, "East"))}}",
                 "lines":[{"sku":"MUG-1","quantity":1},{"sku":"TEE-1","quantity":1}],"tracking":{"numbers":["1Z"]} }
                """),
            "fulfillment tracking" => Of("fulfillment", $$"""
                {"order":"{{order}}","tracking":{"company":"UPS","numbers":["1Z9"]} }
                """, await new Played(shop).ShipAsync(order, cancel)),
            "fulfillment cancelled" => Of("fulfillment", $$"""
                {"order":"{{order}}"}
                """, await new Played(shop).ShipAsync(order, cancel)) with { Kind = ChangeKind.Delete },
            "fulfillmentOrder held" => Of("fulfillmentOrder", """{"hold":{"reason":"OTHER"} }""",
                First(shop, "FulfillmentOrder")),
            "fulfillmentOrder moved" => Of("fulfillmentOrder", $$"""{"location":"{{shop.East}}"}""",
                First(shop, "FulfillmentOrder")),
            "fulfillmentEvent" => Of("fulfillmentEvent", $$"""
                {"fulfillment":"{{await new Played(shop).ShipAsync(order, cancel)}}","status":"DELIVERED",
                 "happenedAt":"2026-11-24T10:00:00Z"}
                """),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "is not written"),
        };
    }

    private static Write Level(string item, string location) => Of(
        "inventoryLevel", $$"""{"inventoryItemId":"{{item}}","locationId":"{{location}}","available":7}""");

    private static string Placed(TestShop shop, string how) => shop.Post(
        "orders", $$"""{"lines":[{"sku":"MUG-1","quantity":1,"price":10}],"{{how}}":true}""");

    private static string Company(TestShop shop) => shop.Post(
        "companies", """{"name":"Acme","externalId":"A","location":"HQ","locationExternalId":"L"}""");

    private static string First(TestShop shop, string type) => shop.Records(type)[0].GetProperty("id").GetString()!;

    private static string Last(TestShop shop, string type) => shop.Records(type)[^1].GetProperty("id").GetString()!;

    private static Write Of(string entity, string record, string? id = null) =>
        new(entity, Record.Parse(record), $"{entity}|one") { Id = id };
}
