using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Feeds;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Customers, by <c>customerSet</c>. A customer without an id of ours is found by e-mail address, else by
/// phone number: the shop keeps each only once, so a repeat meets the same customer. Tags and addresses are added to
/// those that stand, never taken away.</summary>
internal sealed class CustomerWriter(GraphQlClient client) : StandingWriter(client, Form)
{
    private const string TooMany = "a customer with more than 100 addresses is not changed: the list would be cut";

    private static readonly string[] Plain =
        ["email", "phone", "firstName", "lastName", "note", "locale", "taxExempt", "taxExemptions"];

    private static readonly WriteForm Form = new(
        "a customer", "a customer is not deleted by this connector; erase them in the shop",
        [.. Plain, "id", "tags", "addresses"]);

    protected override async Task<Plan> PlanAsync(Write write, CancellationToken cancel)
    {
        var wanted = write.Record;
        if (IdentifierOf(write) is not { } identifier)
        {
            return Plan.Wrong(
                "a customer needs an e-mail address or a phone number, by which it is found again", "BLANK", "email");
        }

        var read = new JsonObject { ["identifier"] = ForReading(identifier) };
        var standing = (await Client.QueryAsync("CustomerStanding", read, cancel)).InnerOrNull("customerByIdentifier");
        return standing is null && write.Id is not null
            ? Plan.Wrong("the customer no longer exists in the shop", "NOT_FOUND", "id", write.Id)
            : standing?.Flag("addressesV2.pageInfo.hasNextPage") == true && wanted.Has("addresses")
                ? Plan.Wrong(TooMany, "too-many-addresses", "addresses")
                : Compare(wanted, standing, identifier);
    }

    private static Plan Compare(Record wanted, Record? standing, JsonObject identifier)
    {
        var input = Inputs.Of(wanted, Plain);
        var known = standing is null ? [] : Known(standing);
        foreach (var field in Plain.Where(field => input.ContainsKey(field) && standing is not null
            && IsSame(field, input[field], known[field])))
        {
            input.Remove(field);
        }

        Inputs.AddTags(input, wanted, standing);
        if (wanted.Has("addresses")
            && CustomerAddresses.Merge(wanted.List("addresses"), standing) is { } addresses)
        {
            input["addresses"] = addresses;
        }

        if (standing is not null && input.Count == 0)
        {
            return Plan.Done(new Outcome.Unchanged(
                standing.Text("id"), Versions.Of(ShopifyEntities.Customer, standing)));
        }

        var by = standing is null ? identifier : new JsonObject { ["id"] = standing.Text("id") };
        var variables = new JsonObject { ["identifier"] = by, ["input"] = input };
        return Plan.Send(new PlannedCall("CustomerSet", "customerSet", variables), payload =>
        {
            var (id, version) = (payload.Text("customer.id"), Stamp.Normal(payload.Text("customer.updatedAt")));
            return standing is null ? new Outcome.Created(id, version) : new Outcome.Updated(id, version);
        }) with
        {
            Found = standing?.Text("id"),
        };
    }

    private static JsonObject Known(Record standing)
    {
        var known = Inputs.Of(
            standing, "firstName", "lastName", "note", "locale", "taxExempt", "taxExemptions");
        known["email"] = standing.TextOrNull("defaultEmailAddress.emailAddress");
        known["phone"] = standing.TextOrNull("defaultPhoneNumber.phoneNumber");
        return known;
    }

    // The shop writes phone numbers its own way and keeps addresses in small letters.
    private static bool IsSame(string field, JsonNode? wanted, JsonNode? standing) => field switch
    {
        "phone" => Digits(wanted) == Digits(standing),
        "email" => string.Equals(wanted?.ToString().Trim(), standing?.ToString(), StringComparison.OrdinalIgnoreCase),
        _ => Inputs.Same(wanted, standing),
    };

    private static string Digits(JsonNode? phone) => string.Concat((phone?.ToString() ?? "").Where(char.IsAsciiDigit));

    private static JsonObject? IdentifierOf(Write write) =>
        write.Id is { } id ? new JsonObject { ["id"] = id }
        : write.Record.TextOrNull("email")?.Trim() is { Length: > 0 } email ? new JsonObject { ["email"] = email }
        : write.Record.TextOrNull("phone")?.Trim() is { Length: > 0 } phone ? new JsonObject { ["phone"] = phone }
        : null;

    // The query names the same marks differently.
    private static JsonObject ForReading(JsonObject identifier) => new(identifier.Select(mark => KeyValuePair.Create(
        mark.Key switch { "email" => "emailAddress", "phone" => "phoneNumber", _ => "id" }, mark.Value?.DeepClone())));
}
