using System.Reflection;
using System.Text.Json;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.Shopify.Tests;

/// <summary>Against answers of the real service, recorded by others, where they stand beside the checkout. They are not
/// part of the project.</summary>
public sealed class What_the_real_service_answered
{
    private const int DepthMost = 40;

    private static readonly string Folder = Path.GetFullPath(Path.Combine(
        typeof(What_the_real_service_answered).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(each => each.Key == "ProjectFolder").Value!,
        "../../../shared/reference/shopify/recorded"));

    private readonly TestShop _shop = new();

    [Fact]
    public void Every_answer_is_read_and_every_error_in_it_is_seen()
    {
        var (answers, faults) = (0, 0);
        foreach (var answer in Answers())
        {
            answers++;
            var record = Record.From(answer);
            var call = new Call("Recorded", [], IntegrationHost.Limits.Priority.Normal, IsMutation: true);
            if (AnswerErrors.Any(record))
            {
                faults++;
                AnswerErrors.Fault(call, TestShop.Domain, record, "r", null).Message.ShouldContain("Recorded");
            }
            else if (record.Has("data"))
            {
                foreach (var field in record.Inner("data").Fields.Where(field => IsRecord(answer, field)))
                {
                    var payload = record.Inner("data").Inner(field);
                    foreach (var error in UserError.Of(payload).Concat(UserError.Of(payload, "orderCancelUserErrors")))
                    {
                        error.Message.ShouldNotBeEmpty();
                    }
                }
            }
        }

        answers.ShouldBeGreaterThan(500);
        faults.ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task The_played_shop_refuses_with_the_same_texts_codes_and_fields()
    {
        var recorded = Refusals().ToHashSet(StringComparer.Ordinal);
        foreach (var (asked, query) in await AskedWrongAsync())
        {
            var answer = await _shop.AskAsync(query, "{}");
            var wrong = answer.GetProperty("data").EnumerateObject().First().Value.GetProperty("userErrors")[0];
            recorded.ShouldContain(RefusalOf(wrong), $"{asked} is answered in another way by the real service");
        }
    }

    private async Task<IReadOnlyList<(string Asked, string Query)>> AskedWrongAsync()
    {
        var item = await _shop.ItemAsync("MUG-1");
        var order = _shop.Order(TestShop.Line("MUG-1", 1));
        var line = _shop.Records("LineItem")[0].GetProperty("id").GetString();
        var payment = _shop.Records("OrderTransaction")[0].GetProperty("id").GetString();
        return
        [
            ("a quantity too high", Set(Level(item, 1_000_000_001))),
            ("a quantity too low", Set(Level(item, -1_000_000_001))),
            ("a negative quantity on hand", Set(Level(item, -5), "on_hand")),
            ("a quantity of another name", Set(Level(item, 1), "committed")),
            ("a reason that is none", Set(Level(item, 1), reason: "because")),
            ("a level twice", Set(Level(item, 1) + Level(item, 2))),
            ("a refund of an order that is none", Refund("gid://shopify/Order/404", "")),
            ("a refund of too many", Refund(order,
                $"refundLineItems: [{{ lineItemId: \"{line}\", quantity: 9, restockType: NO_RESTOCK }}]")),
            ("a capture of nothing", Capture(order, payment!)),
            ("an order that is paid", $"mutation {{ orderMarkAsPaid(input: {{ id: \"{order}\" }}) {Wrong} }}"),
        ];
    }

    private const string Wrong = "{ userErrors { field message } }";
    private const string Coded = "{ userErrors { field message code } }";

    private string Level(string item, long quantity) =>
        $"{{ inventoryItemId: \"{item}\", locationId: \"{_shop.Main}\", quantity: {quantity}, "
        + "changeFromQuantity: null }";

    private static string Set(string levels, string name = "available", string reason = "correction") =>
        $"mutation {{ inventorySetQuantities(input: {{ name: \"{name}\", reason: \"{reason}\", "
        + $"quantities: [{levels}] }}) "
        + $"@idempotent(key: \"{name}{levels.Length}{reason}\") {Coded} }}";

    private static string Refund(string order, string rest) =>
        $"mutation {{ refundCreate(input: {{ orderId: \"{order}\" {rest} }}) @idempotent(key: \"{order}\") {Wrong} }}";

    private static string Capture(string order, string parent) =>
        $"mutation {{ orderCapture(input: {{ id: \"{order}\", parentTransactionId: \"{parent}\", amount: \"5\" }}) "
        + $"{Wrong} }}";

    private static IEnumerable<string> Refusals() => Files().SelectMany(file => Inside(file, 0)).Where(each =>
        each.ValueKind == JsonValueKind.Object && each.TryGetProperty("message", out var message)
        && message.ValueKind == JsonValueKind.String && each.TryGetProperty("field", out _)).Select(RefusalOf);

    private static string RefusalOf(JsonElement error) => string.Join(" | ",
        error.GetProperty("message").GetString(),
        error.TryGetProperty("code", out var code) ? code.ToString() : "",
        error.GetProperty("field").ValueKind == JsonValueKind.Array
            ? string.Join('.', error.GetProperty("field").EnumerateArray().Select(part => part.ToString())) : "");

    private static bool IsRecord(JsonElement answer, string field) =>
        answer.GetProperty("data").GetProperty(field).ValueKind == JsonValueKind.Object;

    private static IEnumerable<JsonElement> Answers() => Files().SelectMany(file => Inside(file, 0)).Where(each =>
        each.ValueKind == JsonValueKind.Object
        && ((each.TryGetProperty("data", out var data) && data.ValueKind is JsonValueKind.Object or JsonValueKind.Null
            && each.TryGetProperty("extensions", out _)) || IsErrors(each)));

    private static bool IsErrors(JsonElement each) => each.TryGetProperty("errors", out var errors)
        && errors.ValueKind == JsonValueKind.Array && errors.GetArrayLength() > 0
        && errors[0].ValueKind == JsonValueKind.Object && errors[0].TryGetProperty("extensions", out _);

    private static IEnumerable<JsonElement> Files()
    {
        if (!Directory.Exists(Folder))
        {
            Assert.Skip("the recorded answers of the real service do not stand beside this checkout");
        }

        return Directory.EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories)
            .Select(file => JsonDocument.Parse(File.ReadAllBytes(file)).RootElement);
    }

    private static IEnumerable<JsonElement> Inside(JsonElement element, int depth)
    {
        yield return element;
        var inner = depth > DepthMost ? [] : element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().Select(each => each.Value),
            JsonValueKind.Array => element.EnumerateArray().AsEnumerable(),
            _ => [],
        };
        foreach (var each in inner.SelectMany(part => Inside(part, depth + 1)))
        {
            yield return each;
        }
    }
}
