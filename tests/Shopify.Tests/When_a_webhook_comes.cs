using System.Text;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.Shopify.Tests;

public sealed class When_a_webhook_comes
{
    private static readonly byte[] Order = Encoding.UTF8.GetBytes("""
        {"id":820982911946154508,"admin_graphql_api_id":"gid://shopify/Order/820982911946154508","name":"#9999",
         "updated_at":"2026-11-24T07:00:00-05:00","email":"jon@example.com"}
        """);

    private readonly ShopifyConnector _connector = new TestShop().Connector();

    [Fact]
    public void It_is_a_hint_that_names_record_version_and_name()
    {
        var accepted = _connector.Decode(Signed.With(TestShop.Secret, Order)).ShouldBeOfType<WebhookVerdict.Accepted>();

        accepted.DeliveryId.ShouldBe("b54557e4-bdd9-4b37-8a5f-bf7d70bcd043");
        var change = accepted.Changes.ShouldHaveSingleItem();
        change.Id.ShouldBe("gid://shopify/Order/820982911946154508");
        change.Version.ShouldBe("2026-11-24T12:00:00Z");
        change.Name.ShouldBe("#9999");
        change.Record.ShouldBeNull();
    }

    [Fact]
    public void The_secret_before_the_rotation_is_good_too() =>
        _connector.Decode(Signed.With(TestShop.PreviousSecret, Order)).ShouldBeOfType<WebhookVerdict.Accepted>();

    [Theory]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("c2hvcnQ=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void Another_signature_is_refused(string signature)
    {
        var request = Signed.With(TestShop.Secret, Order);
        var headers = request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase);
        headers["X-Shopify-Hmac-Sha256"] = signature;

        Refusal(request with { Headers = headers });
    }

    [Fact]
    public void The_signature_covers_every_byte()
    {
        var spaced = Order.Append((byte)' ').ToArray();

        Refusal(Signed.With(TestShop.Secret, Order) with { Body = spaced }).ShouldContain("webhookSecret");
    }

    [Fact]
    public void A_genuine_one_of_another_shop_is_refused() =>
        Refusal(Signed.With(TestShop.Secret, Order, shop: "eu-shop.myshopify.com")).ShouldContain("another shop");

    [Fact]
    public void A_body_that_is_no_JSON_is_refused_and_its_content_not_quoted() =>
        Refusal(Signed.With(TestShop.Secret, "{\"email\":\"jon@example.com\""u8.ToArray())).ShouldNotContain("jon@");

    [Fact]
    public void An_app_that_was_uninstalled_is_told_to_a_person()
    {
        var verdict = _connector.Decode(Signed.With(TestShop.Secret, "{}"u8.ToArray(), "app/uninstalled"));

        verdict.ShouldBeOfType<WebhookVerdict.Accepted>().Notices.ShouldHaveSingleItem().Text
            .ShouldContain(TestShop.Domain);
    }

    [Fact]
    public void A_deleted_order_is_a_deletion()
    {
        var verdict = _connector.Decode(
            Signed.With(TestShop.Secret, "{\"id\":77}"u8.ToArray(), "orders/delete"));

        var change = verdict.ShouldBeOfType<WebhookVerdict.Accepted>().Changes.ShouldHaveSingleItem();
        change.Kind.ShouldBe(ChangeKind.Delete);
        change.Id.ShouldBe("gid://shopify/Order/77");
    }

    [Fact]
    public void Without_a_secret_nothing_is_taken()
    {
        var options = TestShop.Options;
        options.WebhookSecret = options.PreviousWebhookSecret = null;

        new TestShop().Connector(options: options).Decode(Signed.With("", Order))
            .ShouldBeOfType<WebhookVerdict.Refused>().Reason.ShouldContain("webhookSecret");
    }

    [Theory]
    [InlineData("{\"id\":")]
    [InlineData("[]")]
    public void A_genuine_body_that_cannot_be_read_is_refused_as_such(string body) =>
        _connector.Decode(Signed.With(TestShop.Secret, System.Text.Encoding.UTF8.GetBytes(body)))
            .ShouldBeOfType<WebhookVerdict.Refused>().IsGenuine.ShouldBeTrue();

    [Fact]
    public void A_forged_body_is_not_taken_for_a_genuine_one_that_cannot_be_read() =>
        _connector.Decode(Signed.With("another", System.Text.Encoding.UTF8.GetBytes("{\"id\":")))
            .ShouldBeOfType<WebhookVerdict.Refused>().IsGenuine.ShouldBeFalse();

    [Theory]
    [InlineData("order_transactions/create", """{"id":12,"order_id":7}""",
        "transaction OrderTransaction/12 of Order/7")]
    [InlineData("refunds/create", """{"id":12,"order_id":7}""", "refund Refund/12 of Order/7")]
    [InlineData("returns/approve",
        """{"id":12,"order":{"admin_graphql_api_id":"gid://shopify/Order/7"} }""",
        "return Return/12 of Order/7")]
    [InlineData("fulfillment_events/create", """{"id":1,"fulfillment_id":12,"order_id":7}""",
        "fulfillment Fulfillment/12 of Order/7")]
    [InlineData("orders/edited", """{"order_edit":{"id":5,"order_id":7}}""", "order Order/7 of ")]
    [InlineData("fulfillment_orders/moved",
        "{\"original_fulfillment_order\":{\"id\":\"gid://shopify/FulfillmentOrder/1\"},"
            + "\"moved_fulfillment_order\":{\"id\":\"gid://shopify/FulfillmentOrder/2\"}}",
        "fulfillmentOrder FulfillmentOrder/1 of , fulfillmentOrder FulfillmentOrder/2 of ")]
    [InlineData("inventory_levels/update", """{"inventory_item_id":271878346596884015,"location_id":24}""",
        "inventoryLevel InventoryItem/271878346596884015@Location/24 of InventoryItem/271878346596884015")]
    [InlineData("products/update", """{"id":3,"variants":[{"id":4,"sku":"A"}]}""",
        "product Product/3 of , variant ProductVariant/4 of Product/3")]
    [InlineData("companies/update", """{"admin_graphql_api_id":"gid://shopify/Company/9"}""", "company Company/9 of ")]
    [InlineData("shop/update", """{"id":1}""", "")]
    public void Each_topic_names_the_records_it_tells_of(string topic, string body, string named)
    {
        var verdict = _connector.Decode(Signed.With(TestShop.Secret, Encoding.UTF8.GetBytes(body), topic));

        string.Join(", ", verdict.ShouldBeOfType<WebhookVerdict.Accepted>().Changes
            .Select(change => $"{change.Entity} {Short(change.Id)} of {Short(change.GroupKey)}")).ShouldBe(named);

        static string Short(string? id) => (id ?? "").Replace("gid://shopify/", "", StringComparison.Ordinal);
    }

    [Fact]
    public void A_merge_keeps_one_customer_and_deletes_the_other()
    {
        var body = """
            {"admin_graphql_api_customer_kept_id":"gid://shopify/Customer/1","status":"completed",
             "admin_graphql_api_customer_deleted_id":"gid://shopify/Customer/2"}
            """u8.ToArray();

        var changes = _connector.Decode(Signed.With(TestShop.Secret, body, "customers/merge"))
            .ShouldBeOfType<WebhookVerdict.Accepted>().Changes;

        changes.Select(change => (change.Id[^1], change.Kind))
            .ShouldBe([('1', ChangeKind.Upsert), ('2', ChangeKind.Delete)]);
    }

    private string Refusal(WebhookRequest request) =>
        _connector.Decode(request).ShouldBeOfType<WebhookVerdict.Refused>().Reason;
}
