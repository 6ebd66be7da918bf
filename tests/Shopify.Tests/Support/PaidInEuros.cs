using System.Text.Json.Nodes;

namespace IntegrationHost.Plugins.Shopify.Tests.Support;

/// <summary>Stands before a shop that keeps dollars and lets its orders be paid in euros, two dollars each; keeps what
/// is asked of it.</summary>
internal sealed class PaidInEuros(HttpMessageHandler shop) : DelegatingHandler(shop)
{
    public List<JsonObject> Asked { get; } = [];

    public JsonNode InputOf(string operation) => Asked.Single(
        asked => asked["operationName"]!.GetValue<string>() == operation)["variables"]!;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        Asked.Add(JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancel))!.AsObject());
        var answer = await base.SendAsync(request, cancel);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancel));
        Change(body);
        answer.Content = new StringContent(body!.ToJsonString());
        return answer;
    }

    private static void Change(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var each in list)
            {
                Change(each);
            }
        }
        else if (node is JsonObject record)
        {
            if (record.ContainsKey("presentmentCurrencyCode"))
            {
                record["presentmentCurrencyCode"] = "EUR";
            }

            if (record["presentmentMoney"] is JsonObject money)
            {
                money["amount"] = (decimal.Parse(money["amount"]!.GetValue<string>()) / 2).ToString("0.00");
            }

            foreach (var (_, value) in record.ToArray())
            {
                Change(value);
            }
        }
    }
}
