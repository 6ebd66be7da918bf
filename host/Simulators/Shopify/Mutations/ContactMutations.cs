using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Shopify.Mutations;

/// <summary>Contacts of companies: each is a customer, and has one role at a location at most.</summary>
internal sealed class ContactMutations(ShopState state)
{
    /// <summary>The roles every company has.</summary>
    public static readonly string[] Roles = ["Location admin", "Ordering only"];

    private static readonly string[] OfCustomer = ["firstName", "lastName", "email", "phone", "locale"];

    public JsonObject Create(JsonObject arguments)
    {
        if (Find(arguments["companyId"]) is not { } company)
        {
            return Missing(["companyId"]);
        }

        var input = arguments["input"]!.AsObject();
        if (input.Count == 0)
        {
            return Payload.Wrong(null, "Company contact create input is empty.", "NO_INPUT");
        }

        return CompanyRules.NewContact(input) ?? Taken(input, null)
            ?? Payload.Of("companyContact", Make(company, Customer(input), input));
    }

    public JsonObject Assign(JsonObject arguments)
    {
        if (Find(arguments["companyId"]) is not { } company)
        {
            return Payload.Wrong(["companyId"], "Resource requested does not exist.", "RESOURCE_NOT_FOUND");
        }

        if (Find(arguments["customerId"]) is not { } customer)
        {
            return Payload.Wrong(["customerId"], "Customer does not exist.", "RESOURCE_NOT_FOUND");
        }

        return customer["defaultEmailAddress"] is null
            ? Payload.Wrong(["companyId"], "Customer must have an email address.", "INVALID_INPUT")
            : state.All("CompanyContact").Any(each => each["company"]!.ToString() == company["id"]!.ToString()
                && each["customer"]!.ToString() == customer["id"]!.ToString())
                ? Payload.Wrong(
                    ["companyId"], "Customer is already associated with a company contact.", "INVALID_INPUT")
                : Payload.Of("companyContact", Make(company, customer["id"]!.DeepClone(), []));
    }

    public JsonObject Update(JsonObject arguments)
    {
        if (Find(arguments["companyContactId"]) is not { } contact)
        {
            return Payload.Wrong(["companyContactId"], "The company contact doesn't exist.", "RESOURCE_NOT_FOUND");
        }

        var input = arguments["input"]!.AsObject();
        if (input.Count == 0)
        {
            return Payload.Wrong(null, "Company contact update input is empty.", "NO_INPUT");
        }

        var customer = Find(contact["customer"])!;
        if ((CompanyRules.ChangedContact(input) ?? Taken(input, customer)) is { } taken)
        {
            return taken;
        }

        new CustomerMutations(state).Set(new JsonObject
        {
            ["identifier"] = new JsonObject { ["id"] = customer["id"]!.DeepClone() }, ["input"] = Part(input),
        });
        foreach (var field in new[] { "title", "locale" }.Where(input.ContainsKey))
        {
            contact[field] = input[field]?.DeepClone();
        }

        state.Touch(contact, null);
        return Payload.Of("companyContact", contact);
    }

    public JsonObject SetMain(JsonObject arguments)
    {
        if (Find(arguments["companyId"]) is not { } company || Find(arguments["companyContactId"]) is not { } contact)
        {
            return Missing(["companyContactId"]);
        }

        foreach (var id in company["contacts"]!.AsArray())
        {
            Find(id)!["isMainContact"] = id!.ToString() == contact["id"]!.ToString();
        }

        company["mainContact"] = contact["id"]!.DeepClone();
        state.Touch(company, "companies/update");
        return Payload.Of("company", company);
    }

    public JsonObject AssignRoles(JsonObject arguments)
    {
        if (Find(arguments["companyContactId"]) is not { } contact)
        {
            return Missing(["companyContactId"]);
        }

        var (made, errors) = (new JsonArray(), new JsonArray());
        var asked = arguments["rolesToAssign"]!.AsArray();
        for (var at = 0; at < asked.Count; at++)
        {
            var (role, location) = (Find(asked[at]!["companyContactRoleId"]), Find(asked[at]!["companyLocationId"]));
            if (role is null || location is null)
            {
                errors.Add(Payload.Error(
                    ["rolesToAssign", Place(at), role is null ? "companyContactRoleId" : "companyLocationId"],
                    "Resource requested does not exist.", "RESOURCE_NOT_FOUND"));
            }
            else if (AssignmentsOf(contact).Any(
                each => each["companyLocation"]!.ToString() == location["id"]!.ToString()))
            {
                errors.Add(Payload.Error(["rolesToAssign", Place(at)],
                    "Company contact has already been assigned a role in that company location.", "LIMIT_REACHED"));
            }
            else
            {
                made.Add(Give(contact, role, location)["id"]!.DeepClone());
            }
        }

        return new JsonObject { ["roleAssignments"] = made, ["userErrors"] = errors };
    }

    public JsonObject RevokeRoles(JsonObject arguments)
    {
        if (Find(arguments["companyContactId"]) is not { } contact)
        {
            return Missing(["companyContactId"]);
        }

        var (gone, errors) = (new JsonArray(), new JsonArray());
        var asked = arguments["roleAssignmentIds"]?.AsArray() ?? [];
        for (var at = 0; at < asked.Count; at++)
        {
            var id = asked[at]!.GetValue<string>();
            if (AssignmentsOf(contact).All(each => each["id"]!.ToString() != id))
            {
                errors.Add(Payload.Error(["roleAssignmentIds", Place(at)], "Resource requested does not exist.",
                    "RESOURCE_NOT_FOUND"));
                continue;
            }

            state.Remove("CompanyContactRoleAssignment", id);
            contact["roleAssignments"] = new JsonArray([.. contact["roleAssignments"]!.AsArray()
                .Where(each => each!.ToString() != id).Select(each => each!.DeepClone())]);
            gone.Add(id);
        }

        return new JsonObject { ["revokedRoleAssignmentIds"] = gone, ["userErrors"] = errors };
    }

    /// <summary>The contact of a company that is made: the main one, who may order at its location.</summary>
    public void AddFirst(JsonObject company, JsonObject location, JsonObject input)
    {
        var contact = Make(company, Customer(input), input);
        contact["isMainContact"] = true;
        company["mainContact"] = contact["id"]!.DeepClone();
        Give(contact, Find(company["contactRoles"]!.AsArray()[^1])!, location);
    }

    /// <summary>Whether a customer who is somebody else has the address or the number.</summary>
    public JsonObject? Taken(JsonObject input, JsonObject? customer, params string[] under)
    {
        var by = new (string Field, string Mark, string Message)[]
        {
            ("email", "emailAddress", "Email address has already been taken."),
            ("phone", "phoneNumber", "Phone number has already been taken."),
        };
        foreach (var (field, mark, message) in by.Where(each => input[each.Field] is not null))
        {
            var known = CustomerMutations.Find(state, new JsonObject { [mark] = input[field]!.DeepClone() });
            if (known is not null && known != customer)
            {
                return Payload.Wrong(["input", .. under, field], message, "TAKEN");
            }
        }

        return null;
    }

    private JsonObject Make(JsonObject company, JsonNode customer, JsonObject input)
    {
        var contact = state.Add("CompanyContact", new JsonObject
        {
            ["title"] = input["title"]?.DeepClone(),
            ["locale"] = input["locale"]?.DeepClone(),
            ["isMainContact"] = false,
            ["customer"] = customer,
            ["company"] = company["id"]!.DeepClone(),
            ["roleAssignments"] = new JsonArray(),
            ["createdAt"] = state.Now(),
            ["updatedAt"] = state.Now(),
        });
        company["contacts"]!.AsArray().Add(contact["id"]!.DeepClone());
        state.Touch(company, "companies/update");
        return contact;
    }

    private JsonObject Give(JsonObject contact, JsonObject role, JsonObject location)
    {
        var made = state.Add("CompanyContactRoleAssignment", new JsonObject
        {
            ["company"] = contact["company"]!.DeepClone(),
            ["companyContact"] = contact["id"]!.DeepClone(),
            ["companyLocation"] = location["id"]!.DeepClone(),
            ["role"] = role["id"]!.DeepClone(),
            ["createdAt"] = state.Now(),
            ["updatedAt"] = state.Now(),
        });
        contact["roleAssignments"]!.AsArray().Add(made["id"]!.DeepClone());
        return made;
    }

    private JsonNode Customer(JsonObject input) => new CustomerMutations(state).Set(new JsonObject
    {
        ["identifier"] = new JsonObject { ["email"] = input["email"]!.DeepClone() }, ["input"] = Part(input),
    })["customer"]!.DeepClone();

    private static JsonObject Part(JsonObject input) => new(OfCustomer.Where(input.ContainsKey)
        .Select(field => KeyValuePair.Create(field, input[field]?.DeepClone())));

    private IEnumerable<JsonObject> AssignmentsOf(JsonObject contact) =>
        contact["roleAssignments"]!.AsArray().Select(id => Find(id)!);

    private JsonObject? Find(JsonNode? id) => id is null ? null : state.Find(id.GetValue<string>());

    private static string Place(int at) => at.ToString(CultureInfo.InvariantCulture);

    private static JsonObject Missing(string[] field) =>
        Payload.Wrong(field, "Resource requested does not exist.", "RESOURCE_NOT_FOUND");
}
