using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationHost.Plugins.Shopify.Tests.Support;
using IntegrationHost.Simulators.Shopify.GraphQl;
using Shouldly;

namespace IntegrationHost.Plugins.Shopify.Tests;

/// <summary>Every refusal of a mutation that is played and for which a recording stands: the recorded input is sent to
/// a played shop, with ids of its own, and must be refused for the same fields, in the same words, with the same
/// codes.</summary>
public sealed partial class What_the_real_service_refused
{
    /// <summary>Refusals whose input says of itself what else must stand: by a part of the message, what is made
    /// first.</summary>
    private static readonly (string Message, Action<RefusingShop, RecordedMutation> Make)[] Given =
    [
        ("Email address has already been taken", (shop, call) => shop.Customer("email", call)),
        ("Phone number has already been taken", (shop, call) => shop.Customer("phone", call)),
        ("already in use", (shop, call) => shop.ProductOf(call)),
        ("been updated since it was loaded", (shop, call) => shop.MetafieldOf(call)),
        ("already been assigned a role",
            (shop, _) => shop.Use("CompanyLocation", shop.AssignedLocation, shop.OtherLocation)),
        ("already associated with a company contact", (shop, _) => shop.Use("Customer", shop.ContactCustomer)),
        ("must have an email address", (shop, _) => shop.Use("Customer", shop.CustomerWithoutAddress)),
        ("Owner does not exist", (shop, call) => shop.UseOwners(call)),
        ("Resource requested does not exist", (shop, _) => shop.Use("CompanyLocation", shop.OtherLocation)),
        ("already in progress", (shop, _) => shop.RunFiveBulkOperations()),
        ("couldn't be stocked", (shop, _) => shop.UseUnstocked()),
        ("one change to be made", (shop, _) => shop.BeginEdit()),
        ("must be greater than", (shop, _) => shop.BeginEdit()),
    ];

    [Fact]
    public async Task A_played_shop_refuses_for_the_same_reasons()
    {
        var refused = RecordedCall.All().SelectMany(RecordedMutation.In)
            .Where(each => each.Errors.GetArrayLength() > 0
                && Schema.Admin.Find("Mutation", each.Field) is not null).ToArray();
        var (compared, wrong) = (0, new List<string>());
        foreach (var each in refused)
        {
            var (document, got) = await AskAsync(each);
            if (document is not null && each.Call.IsOfAnOldVersion)
            {
                continue; // Its input is gone: the pinned version refuses the document, as it should.
            }

            compared++;
            var wanted = RecordedMutation.Of(each.Errors, each.HasCodes);
            if (document is not null || !wanted.SequenceEqual(got))
            {
                wrong.Add($"{each.Field} ({each.Call.File}): the service said\n    {string.Join("\n    ", wanted)}\n  "
                    + $"and the played shop\n    {document ?? string.Join("\n    ", got)}");
            }
        }

        wrong.ShouldBeEmpty(string.Join("\n", wrong));
        compared.ShouldBeGreaterThanOrEqualTo(60);
    }

    [Fact]
    public async Task A_played_shop_refuses_whole_documents_with_the_same_code()
    {
        var (compared, wrong) = (0, new List<string>());
        foreach (var call in RecordedCall.All().DistinctBy(each => (each.Query, each.Variables.ToString())))
        {
            // A scope or a type that is not played is refused for another reason.
            if (!call.Answer.TryGetProperty("errors", out var errors) || errors.ValueKind != JsonValueKind.Array
                || CodesOf(errors) is not [{ } code, ..] || code == "ACCESS_DENIED"
                || !RecordedShape.Of(call.Query).Any())
            {
                continue;
            }

            compared++;
            var variables = call.Variables.ValueKind == JsonValueKind.Object ? call.Variables.GetRawText() : "{}";
            // A document that is wrong by itself is sent whole; one whose variables are wrong is cut to what is played.
            var document = char.IsAsciiLetterLower(code[0])
                ? call.Query : RecordedShape.Of(call.Query).First().Document;
            var answer = await new TestShop().AskAsync(document, variables);
            var codes = answer.TryGetProperty("errors", out var ours) ? CodesOf(ours) : [];
            if (!codes.Contains(code))
            {
                wrong.Add($"{call.File}: {code} at the service, {string.Join(", ", codes)} in the played shop\n"
                    + call.Query);
            }
        }

        wrong.ShouldBeEmpty(string.Join("\n", wrong));
        compared.ShouldBeGreaterThan(5);
    }

    private static string?[] CodesOf(JsonElement errors) => [.. errors.EnumerateArray().Select(each =>
        each.TryGetProperty("extensions", out var more) && more.TryGetProperty("code", out var code)
            ? code.GetString() : null)];

    private static async Task<(string? Document, IReadOnlyList<string> Got)> AskAsync(RecordedMutation call)
    {
        var shop = new RefusingShop(call.Field);
        var said = call.Errors.EnumerateArray().Select(each => each.GetProperty("message").GetString()!).ToArray();
        foreach (var (message, make) in Given.Where(each =>
            said.Any(text => text.Contains(each.Message, StringComparison.Ordinal))))
        {
            make(shop, call);
        }

        var variables = Ids().Replace(call.Variables.ToJsonString(), id => shop.OwnId(id.Value));
        var answer = await shop.Shop.AskAsync(call.Document, variables);
        if (answer.TryGetProperty("errors", out var errors))
        {
            return (errors.ToString(), []);
        }

        var payload = answer.GetProperty("data").GetProperty(call.Field);
        var list = payload.EnumerateObject().First(each => each.Name.EndsWith("rrors", StringComparison.Ordinal)).Value;
        return (null, RecordedMutation.Of(list, call.HasCodes));
    }

    [GeneratedRegex(@"gid://shopify/\w+/\d+")]
    private static partial Regex Ids();
}
