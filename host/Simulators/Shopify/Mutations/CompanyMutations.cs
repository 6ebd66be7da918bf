using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Shopify.Mutations;

/// <summary>Companies and their locations; an external id belongs to one of a kind only.</summary>
internal sealed class CompanyMutations(ShopState state)
{
    public JsonObject Create(JsonObject input)
    {
        var asked = input["company"]!.AsObject();
        if ((CompanyRules.New(asked) ?? Taken("Company", asked, null)) is { } wrong)
        {
            return wrong;
        }

        var contacts = new ContactMutations(state);
        var contact = input["companyContact"] as JsonObject;
        if (contact is not null && (CompanyRules.NewContact(contact, "companyContact")
            ?? contacts.Taken(contact, null, "companyContact")) is { } taken)
        {
            return taken;
        }

        var company = New(state);
        Put(company, asked);
        var location = AddLocation(company, input["companyLocation"]?.AsObject() ?? new JsonObject
        {
            ["name"] = asked["name"]?.DeepClone(),
        });
        if (contact is not null)
        {
            contacts.AddFirst(company, location, contact);
        }

        state.Touch(company, "companies/create");
        return Payload.Of("company", company);
    }

    /// <summary>A company without anything in it but its roles.</summary>
    public static JsonObject New(ShopState state) => state.Add("Company", new JsonObject
    {
        ["createdAt"] = state.Now(),
        ["customerSince"] = state.Now(),
        ["contacts"] = new JsonArray(),
        ["locations"] = new JsonArray(),
        ["contactRoles"] = new JsonArray([.. ContactMutations.Roles.Select(
            name => state.Add("CompanyContactRole", new JsonObject { ["name"] = name })["id"]!.DeepClone())]),
    });

    public JsonObject Update(JsonObject arguments) => Change(
        arguments["companyId"]!, arguments["input"]!.AsObject(), "company", "companies/update",
        Payload.Wrong(["companyId"], "Resource requested does not exist.", "RESOURCE_NOT_FOUND"));

    public JsonObject UpdateLocation(JsonObject arguments) => Change(
        arguments["companyLocationId"]!, arguments["input"]!.AsObject(), "companyLocation", "company_locations/update",
        Payload.Wrong(["input"], "The company location doesn't exist", "RESOURCE_NOT_FOUND"));

    public JsonObject CreateLocation(JsonObject arguments)
    {
        if (state.Find(arguments["companyId"]!.GetValue<string>()) is not { } company)
        {
            return Payload.Wrong(["companyId"], "Company does not exist.", "RESOURCE_NOT_FOUND");
        }

        var input = arguments["input"]!.AsObject();
        return CompanyRules.NewLocation(input) ?? Taken("CompanyLocation", input, null)
            ?? Payload.Of("companyLocation", AddLocation(company, input));
    }

    public JsonObject AssignAddress(JsonObject arguments)
    {
        if (state.Find(arguments["locationId"]!.GetValue<string>()) is not { } location)
        {
            return Payload.Wrong(["locationId"], "Company location does not exist.", "RESOURCE_NOT_FOUND");
        }

        var types = arguments["addressTypes"]!.AsArray();
        if (types.Select(type => type!.GetValue<string>()).Distinct().Count() < types.Count)
        {
            return Payload.Wrong(null, "Invalid input.", "INVALID_INPUT");
        }

        foreach (var type in types)
        {
            location[type!.GetValue<string>() == "BILLING" ? "billingAddress" : "shippingAddress"] =
                arguments["address"]!.DeepClone();
        }

        state.Touch(location, "company_locations/update");
        return new JsonObject { ["addresses"] = new JsonArray(), ["userErrors"] = new JsonArray() };
    }

    public JsonObject SetTax(JsonObject arguments)
    {
        if (state.Find(arguments["companyLocationId"]!.GetValue<string>()) is not { } location)
        {
            return Payload.Wrong(["companyLocationId"], "Company location does not exist.", "RESOURCE_NOT_FOUND");
        }

        foreach (var field in new[] { "taxRegistrationId", "taxExempt" })
        {
            if (arguments[field] is { } value)
            {
                location["taxSettings"]![field] = value.DeepClone();
            }
        }

        state.Touch(location, "company_locations/update");
        return Payload.Of("companyLocation", location);
    }

    private JsonObject Change(JsonNode id, JsonObject input, string field, string topic, JsonObject missing)
    {
        if (state.Find(id.GetValue<string>()) is not { } standing)
        {
            return missing;
        }

        var type = standing["__typename"]!.GetValue<string>();
        if ((CompanyRules.Change(type, input) ?? Taken(type, input, standing)) is { } wrong)
        {
            return wrong;
        }

        Put(standing, input);
        state.Touch(standing, topic);
        return Payload.Of(field, standing);
    }

    private JsonObject? Taken(string type, JsonObject input, JsonObject? standing) =>
        input["externalId"]?.GetValue<string>() is { } external && state.All(type).Any(each => each != standing
            && each["externalId"]?.GetValue<string>() == external)
            ? Payload.Wrong(["input", "externalId"], "External id has already been taken.", "TAKEN") : null;

    private JsonObject AddLocation(JsonObject company, JsonObject input)
    {
        var location = state.Add("CompanyLocation", new JsonObject
        {
            ["name"] = company["name"]?.DeepClone(),
            ["company"] = company["id"]!.DeepClone(),
            ["currency"] = state.Options.Currency,
            ["createdAt"] = state.Now(),
            ["taxSettings"] = new JsonObject
            {
                ["taxRegistrationId"] = input["taxRegistrationId"]?.DeepClone(),
                ["taxExempt"] = input["taxExempt"]?.DeepClone() ?? false,
                ["taxExemptions"] = new JsonArray(),
            },
        });
        Put(location, input);
        company["locations"]!.AsArray().Add(location["id"]!.DeepClone());
        state.Touch(location, "company_locations/create");
        return location;
    }

    private static void Put(JsonObject record, JsonObject input)
    {
        foreach (var (field, value) in input)
        {
            record[field] = value?.DeepClone();
        }
    }
}
