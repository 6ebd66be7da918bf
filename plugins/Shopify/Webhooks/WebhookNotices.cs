using IntegrationHost.Connectors;

namespace IntegrationHost.Plugins.Shopify.Webhooks;

/// <summary>The topics a person must hear of. Texts name the shop and never the customer concerned.</summary>
internal static class WebhookNotices
{
    public static Notice? Of(string topic, string shop) => topic switch
    {
        "app/uninstalled" => new Notice("app-uninstalled",
            $"The app was uninstalled from {shop}: nothing can be read or written. "
                + "Install it again and set its token."),
        "app/scopes_update" => new Notice("scopes-changed",
            $"The scopes of the app in {shop} have changed. Run ihost check --live to see whether any is missing."),
        "customers/data_request" => new Notice("customer-data-request",
            $"A customer of {shop} asks for their data. Answer within 30 days; the request is in the shop's admin."),
        "customers/redact" => new Notice("customer-redact",
            $"A customer of {shop} is to be erased. Erase them in the connected systems within 30 days."),
        "shop/redact" => new Notice("shop-redact",
            $"The data of {shop} is to be erased because the app was uninstalled."),
        _ => null,
    };
}
