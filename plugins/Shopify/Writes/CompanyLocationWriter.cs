using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Feeds;
using IntegrationHost.Plugins.Shopify.Reads;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Locations of companies, found again by <c>externalId</c>. Addresses and tax settings of one that stands
/// have calls of their own, made where they differ.</summary>
internal sealed class CompanyLocationWriter(GraphQlClient client, FieldFinder finder) : StandingWriter(client, Form)
{
    private static readonly string[] Plain = ["name", "externalId", "note", "phone", "locale"];
    private static readonly string[] Addresses = ["shippingAddress", "billingAddress"];
    private static readonly string[] Tax = ["taxRegistrationId", "taxExempt"];

    private static readonly WriteForm Form = new(
        "a location", "a company's location is not deleted by this connector",
        [.. Plain, .. Addresses, .. Tax, "id", "company"]);

    protected override async Task<Plan> PlanAsync(Write write, CancellationToken cancel)
    {
        var wanted = write.Record;
        var external = wanted.Text("externalId");
        var id = write.Id ?? (await finder.FindAsync(
            ShopifyEntities.CompanyLocation, "externalId", [external], cancel)).Select(match => match.Id)
            .FirstOrDefault();
        if (id is null)
        {
            return Create(wanted);
        }

        var answer = await Client.QueryAsync("CompanyLocationStanding", new JsonObject { ["id"] = id }, cancel);
        return answer.InnerOrNull("companyLocation") is not { } standing
            ? Plan.Wrong("the location no longer exists in the shop", "NOT_FOUND", "id", id)
            : Change(id, wanted, standing);
    }

    private static Plan Create(Record wanted) => Plan.Send(
        new PlannedCall("CompanyLocationCreate", "companyLocationCreate", new JsonObject
        {
            ["company"] = wanted.Text("company"), ["input"] = Inputs.Of(wanted, [.. Plain, .. Addresses, .. Tax]),
        })
        {
            TakenIsLater = true,
        },
        payload => new Outcome.Created(
            payload.Text("companyLocation.id"), Stamp.Normal(payload.Text("companyLocation.updatedAt"))));

    private static Plan Change(string id, Record wanted, Record standing)
    {
        var known = Inputs.Json(standing);
        var steps = new List<PlannedCall>();
        foreach (var field in Addresses)
        {
            if (wanted.InnerOrNull(field) is { } address && !Stands(address, known[field]))
            {
                steps.Add(new PlannedCall("CompanyLocationAddress", "companyLocationAssignAddress", new JsonObject
                {
                    ["id"] = id,
                    ["address"] = JsonNode.Parse(address.ToUtf8()),
                    ["types"] = Inputs.Texts([field == "billingAddress" ? "BILLING" : "SHIPPING"]),
                }));
            }
        }

        if (Tax.Any(field => wanted.Has(field)
            && wanted.Text(field) != (standing.TextOrNull($"taxSettings.{field}") ?? "")))
        {
            steps.Add(new PlannedCall("CompanyLocationTax", "companyLocationTaxSettingsUpdate", new JsonObject
            {
                ["id"] = id,
                ["registration"] = wanted.TextOrNull("taxRegistrationId"),
                ["exempt"] = wanted.Has("taxExempt") ? wanted.Flag("taxExempt") : null,
            }));
        }

        if (Inputs.Differing(wanted, standing, Plain) is { Count: > 0 } input)
        {
            steps.Add(new PlannedCall("CompanyLocationUpdate", "companyLocationUpdate", new JsonObject
            {
                ["id"] = id, ["input"] = input,
            }));
        }

        return steps.Count == 0
            ? Plan.Done(new Outcome.Unchanged(id, Versions.Of(ShopifyEntities.CompanyLocation, standing)))
            : new Plan(null, steps, done => new Outcome.Updated(id,
                done[^1].TextOrNull("companyLocation.updatedAt") is { } stamp ? Stamp.Normal(stamp) : ""));
    }

    private static bool Stands(Record address, JsonNode? standing) => standing is JsonObject known
        && Inputs.Json(address).All(part => Inputs.Same(part.Value, known[part.Key]));
}
