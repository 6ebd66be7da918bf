using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Feeds;
using IntegrationHost.Plugins.Shopify.Reads;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Companies, found again by <c>externalId</c>. A new one may bring its first <c>contact</c> and
/// <c>location</c> along; further ones are written as themselves.</summary>
internal sealed class CompanyWriter(GraphQlClient client, FieldFinder finder) : StandingWriter(client, Form)
{
    private static readonly string[] Plain = ["name", "externalId", "note"];

    private static readonly WriteForm Form = new(
        "a company", "a company is not deleted by this connector",
        [.. Plain, "id", "contact", "location"]);

    protected override async Task<Plan> PlanAsync(Write write, CancellationToken cancel)
    {
        var wanted = write.Record;
        var external = wanted.Text("externalId");
        var id = write.Id ?? (await finder.FindAsync(ShopifyEntities.Company, "externalId", [external], cancel))
            .Select(match => match.Id).FirstOrDefault();
        if (id is null)
        {
            return Create(wanted, wanted.TextOrNull("contact.email") is { } email
                ? await CompanyContactWriter.CustomerAsync(Client, email.Trim(), cancel) : null);
        }

        var answer = await Client.QueryAsync("CompanyStanding", new JsonObject { ["id"] = id }, cancel);
        return answer.InnerOrNull("company") is not { } standing
            ? Plan.Wrong("the company no longer exists in the shop", "NOT_FOUND", "id", id)
            : Change(id, wanted, standing);
    }

    // The shop makes a customer of the contact, and refuses an address that one has: that customer is assigned then.
    private static Plan Create(Record wanted, string? customer)
    {
        var input = new JsonObject { ["company"] = Inputs.Of(wanted, Plain) };
        if (customer is null && wanted.InnerOrNull("contact") is { } contact)
        {
            input["companyContact"] = Inputs.Json(contact);
        }

        if (wanted.InnerOrNull("location") is { } location)
        {
            input["companyLocation"] = Inputs.Json(location);
        }

        var create = new PlannedCall("CompanyCreate", "companyCreate", new JsonObject { ["input"] = input })
        {
            TakenIsLater = true,
        };
        return new Plan(null, customer is null ? [create] : [create, .. Assign(customer)], done => new Outcome.Created(
            done[0].Text("company.id"), customer is null ? Stamp.Normal(done[0].Text("company.updatedAt")) : ""));
    }

    private static IEnumerable<PlannedCall> Assign(string customer)
    {
        yield return new PlannedCall("ContactAssign", "companyAssignCustomerAsContact", done => new JsonObject
        {
            ["company"] = done[0].Text("company.id"), ["customer"] = customer,
        });
        yield return new PlannedCall("ContactMain", "companyAssignMainContact", done => new JsonObject
        {
            ["company"] = done[0].Text("company.id"), ["id"] = done[1].Text("companyContact.id"),
        });
    }

    private static Plan Change(string id, Record wanted, Record standing)
    {
        var input = Inputs.Differing(wanted, standing, Plain);
        return input.Count == 0
            ? Plan.Done(new Outcome.Unchanged(id, Versions.Of(ShopifyEntities.Company, standing)))
            : Plan.Send(
                new PlannedCall("CompanyUpdate", "companyUpdate", new JsonObject { ["id"] = id, ["input"] = input }),
                payload => new Outcome.Updated(id, Stamp.Normal(payload.Text("company.updatedAt"))));
    }
}
