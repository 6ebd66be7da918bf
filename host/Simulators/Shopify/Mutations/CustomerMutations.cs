using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Shopify.Mutations;

/// <summary>Customers: an e-mail address and a phone number belong to one only; lists that are given replace those
/// that stand.</summary>
internal sealed class CustomerMutations(ShopState state)
{
    private static readonly string[] Plain =
        ["firstName", "lastName", "note", "locale", "taxExempt", "taxExemptions", "tags"];

    public JsonObject Set(JsonObject arguments)
    {
        var input = arguments["input"]!.AsObject();
        var identifier = arguments["identifier"]?.AsObject();
        var standing = Find(state, identifier);
        if (identifier?["id"] is not null && standing is null)
        {
            return Payload.Wrong(["input"], "Resource matching the identifier was not found.", "NOT_FOUND");
        }

        var email = input["email"]?.GetValue<string>() ?? identifier?["email"]?.GetValue<string>();
        var phone = input["phone"]?.GetValue<string>() ?? identifier?["phone"]?.GetValue<string>();
        if (Judge(input, standing, email, phone) is { } wrong)
        {
            return wrong;
        }

        var customer = standing ?? New();
        Apply(customer, input, email, phone);
        customer["writes"] = (customer["writes"]?.GetValue<int>() ?? 0) + 1;
        state.Touch(customer, standing is null ? "customers/create" : "customers/update");
        return Payload.Of("customer", customer);
    }

    /// <summary>The customer with a mark.</summary>
    public static JsonObject? Find(ShopState state, JsonObject? identifier) => identifier switch
    {
        null => null,
        _ when identifier["id"] is { } id => state.Find(id.GetValue<string>()),
        _ when (identifier["email"] ?? identifier["emailAddress"]) is { } email => ByEmail(state, email.ToString()),
        _ when (identifier["phone"] ?? identifier["phoneNumber"]) is { } phone => ByPhone(state, phone.ToString()),
        _ => null,
    };

    private JsonObject? Judge(JsonObject input, JsonObject? standing, string? email, string? phone)
    {
        if (email is not null && (!email.Contains('@', StringComparison.Ordinal) || email.EndsWith('@')))
        {
            return Payload.Wrong(["input", "email"], "Email is invalid", "INVALID");
        }

        if (email is not null && ByEmail(state, email) is { } other && other != standing)
        {
            return Payload.Wrong(["input", "email"], "Email address has already been taken.", "TAKEN");
        }

        if (phone is not null && ByPhone(state, phone) is { } another && another != standing)
        {
            return Payload.Wrong(["input", "phone"], "Phone number has already been taken.", "TAKEN");
        }

        return standing is null && email is null && phone is null && input["firstName"] is null
            && input["lastName"] is null
            ? Payload.Wrong(["input"], "A name, phone number, or email address must be present", "INVALID") : null;
    }

    private JsonObject New() => state.Add("Customer", new JsonObject
    {
        ["createdAt"] = state.Now(),
        ["state"] = "DISABLED",
        ["locale"] = "en",
        ["tags"] = new JsonArray(),
        ["taxExempt"] = false,
        ["taxExemptions"] = new JsonArray(),
        ["verifiedEmail"] = true,
        ["addressesV2"] = new JsonArray(),
    });

    private void Apply(JsonObject customer, JsonObject input, string? email, string? phone)
    {
        foreach (var field in Plain.Where(input.ContainsKey))
        {
            customer[field] = input[field]?.DeepClone();
        }

        customer["displayName"] = $"{customer["firstName"]} {customer["lastName"]}".Trim() is { Length: > 0 } name
            ? name : email ?? phone;
        if (email is not null)
        {
            customer["defaultEmailAddress"] = new JsonObject
            {
                ["emailAddress"] = email, ["marketingState"] = "NOT_SUBSCRIBED",
            };
        }

        if (phone is not null)
        {
            customer["defaultPhoneNumber"] = new JsonObject { ["phoneNumber"] = phone };
        }

        if (input["addresses"] is JsonArray addresses)
        {
            customer["addressesV2"] = new JsonArray(
                [.. addresses.Select(address => Addresses.Of(state, address!.AsObject()))]);
            customer["defaultAddress"] = customer["addressesV2"]!.AsArray().FirstOrDefault()?.DeepClone();
        }
    }

    private static JsonObject? ByEmail(ShopState state, string email) => state.All("Customer").FirstOrDefault(known =>
        string.Equals(known["defaultEmailAddress"]?["emailAddress"]?.GetValue<string>(), email.Trim(),
            StringComparison.OrdinalIgnoreCase));

    private static JsonObject? ByPhone(ShopState state, string phone) => state.All("Customer").FirstOrDefault(known =>
        known["defaultPhoneNumber"]?["phoneNumber"]?.GetValue<string>() is { } number
            && Digits(number) == Digits(phone));

    // A number of ten digits is one of North America.
    private static string Digits(string phone) => string.Concat(phone.Where(char.IsAsciiDigit)) is { Length: 10 } local
        ? "1" + local : string.Concat(phone.Where(char.IsAsciiDigit));
}
