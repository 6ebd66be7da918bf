using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Feeds;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Contacts of a company with their roles, found again by e-mail address. A customer of that address who is no
/// contact yet becomes one; else the shop makes the customer. Roles are given per location, one at each.</summary>
internal sealed class CompanyContactWriter(GraphQlClient client) : StandingWriter(client, Form)
{
    private const int PagesMost = 50;

    private static readonly string[] Plain = ["firstName", "lastName", "email", "phone", "title", "locale"];

    private static readonly WriteForm Form = new(
        "a contact", "a contact is not deleted by this connector; take the roles away",
        [.. Plain, "company", "main", "roles", "revokeOthers"]);

    /// <summary>The customer of an e-mail address, or null.</summary>
    public static async Task<string?> CustomerAsync(GraphQlClient client, string email, CancellationToken cancel)
    {
        var read = new JsonObject { ["identifier"] = new JsonObject { ["emailAddress"] = email } };
        return (await client.QueryAsync("CustomerStanding", read, cancel)).TextOrNull("customerByIdentifier.id");
    }

    protected override async Task<Plan> PlanAsync(Write write, CancellationToken cancel)
    {
        var wanted = write.Record;
        var (email, company) = (wanted.Text("email").Trim(), wanted.Text("company"));
        var (known, roles) = await FindAsync(company, email, cancel);
        if (roles is null)
        {
            return Plan.Wrong("the company does not exist in the shop", "NOT_FOUND", "company", company);
        }

        var id = write.Id ?? known;
        var standing = id is null ? null : (await Client.QueryAsync(
            "ContactStanding", new JsonObject { ["id"] = id }, cancel)).InnerOrNull("companyContact");
        if (id is not null && standing is null)
        {
            return Plan.Wrong("the contact no longer exists in the shop", "NOT_FOUND", "id", id);
        }

        if (standing?.Flag("roleAssignments.pageInfo.hasNextPage") == true)
        {
            return Plan.Wrong("a contact of more than 250 roles is not changed", "too-many-roles", "roles");
        }

        var change = ContactRoles.Of(wanted, standing, roles);
        return change.Wrong ?? PlanOf(
            wanted, company, standing, standing is null ? await CustomerAsync(Client, email, cancel) : null, change);
    }

    private static Plan PlanOf(Record wanted, string company, Record? standing, string? customer, ContactRoles roles)
    {
        var id = standing?.Text("id");
        var steps = new List<PlannedCall>();
        if (standing is null)
        {
            steps.Add(customer is null
                ? new PlannedCall("ContactCreate", "companyContactCreate", new JsonObject
                {
                    ["company"] = company, ["input"] = Inputs.Of(wanted, Plain),
                })
                : new PlannedCall("ContactAssign", "companyAssignCustomerAsContact", new JsonObject
                {
                    ["company"] = company, ["customer"] = customer,
                }));
        }

        if ((standing is not null || customer is not null) && Changes(wanted, standing) is { Count: > 0 } input)
        {
            steps.Add(new PlannedCall("ContactUpdate", "companyContactUpdate", done => new JsonObject
            {
                ["id"] = ContactIn(id, done), ["input"] = input.DeepClone(),
            }));
        }

        if (wanted.FlagOrFalse("main") && standing?.Flag("isMainContact") != true)
        {
            steps.Add(new PlannedCall("ContactMain", "companyAssignMainContact", done => new JsonObject
            {
                ["company"] = company, ["id"] = ContactIn(id, done),
            }));
        }

        steps.AddRange(roles.Steps(done => ContactIn(id, done)));
        return steps.Count == 0
            ? Plan.Done(new Outcome.Unchanged(id!, ""))
            : new Plan(null, steps, done => standing is null
                ? new Outcome.Created(ContactIn(null, done), "") : new Outcome.Updated(id!, ""));
    }

    // The list has no search by address that shows a new contact at once: it is read whole.
    private async Task<(string? Contact, IReadOnlyList<Record>? Roles)> FindAsync(
        string company, string email, CancellationToken cancel)
    {
        string? after = null;
        for (var pages = 0; pages < PagesMost; pages++)
        {
            var variables = new JsonObject { ["id"] = company, ["after"] = after };
            var answer = (await Client.QueryAsync("ContactsOfCompany", variables, cancel)).InnerOrNull("company");
            if (answer is null)
            {
                return (null, null);
            }

            var page = Listed.In(answer, "contacts");
            var found = page.Nodes.FirstOrDefault(each => string.Equals(
                each.TextOrNull("customer.defaultEmailAddress.emailAddress"), email,
                StringComparison.OrdinalIgnoreCase));
            if (found is not null || page.EndCursor is null)
            {
                return (found?.Text("id"), answer.List("contactRoles.nodes"));
            }

            after = page.EndCursor;
        }

        throw new ShopifyFault(
            ShopifyFaultKind.Refused, $"{company} in {Client.Shop} has more than {PagesMost} pages of contacts");
    }

    private static JsonObject Changes(Record wanted, Record? standing)
    {
        var input = Inputs.Of(wanted, [.. Plain.Where(field => field != "email")]);
        var known = standing is null ? [] : Inputs.Of(standing, "title", "locale");
        known["firstName"] = standing?.TextOrNull("customer.firstName");
        known["lastName"] = standing?.TextOrNull("customer.lastName");
        known["phone"] = standing?.TextOrNull("customer.defaultPhoneNumber.phoneNumber");
        Inputs.RemoveStanding(input, known, Plain);
        return input;
    }

    private static string ContactIn(string? id, IReadOnlyList<Record> done) => id ?? done[0].Text("companyContact.id");
}
