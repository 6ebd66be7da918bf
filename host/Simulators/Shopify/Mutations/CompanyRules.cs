using System.Text.Json.Nodes;

namespace IntegrationHost.Simulators.Shopify.Mutations;

/// <summary>What inputs of companies, their locations and contacts are refused for, in the service's words.
/// Pure.</summary>
internal static class CompanyRules
{
    private const int NameMost = 255;
    private const int NoteMost = 5000;

    private static readonly string[] OfLocation =
        ["name", "phone", "locale", "externalId", "note", "buyerExperienceConfiguration"];

    public static JsonObject? New(JsonObject input) => input["name"]?.GetValue<string>() is null or ""
        ? Payload.Wrong(["input", "company", "name"], "Name can't be blank", "BLANK") : Texts(input, "company");

    public static JsonObject? NewLocation(JsonObject input) => !OfLocation.Any(input.ContainsKey)
        ? Payload.Wrong(null, "Company location create input is empty.", "NO_INPUT") : Texts(input);

    public static JsonObject? Change(string type, JsonObject input) => type == "Company"
        ? input.Count == 0 ? Payload.Wrong(["input"], "At least one attribute to change must be present", "INVALID")
            : input.ContainsKey("customerSince") ? Payload.Wrong(
                ["input", "customerSince"], "This field may only be set on creation.", "INVALID_INPUT")
            : Blank(input) ?? Texts(input)
        : input.Count == 0 ? Payload.Wrong(null, "Company location update input is empty.", "NO_INPUT")
            : input.ContainsKey("name") && input["name"] is null ? Payload.Wrong(
                ["input", "name"], "Name is of unexpected type NilClass", "UNEXPECTED_TYPE")
            : Blank(input) ?? Texts(input) ?? Experience(input["buyerExperienceConfiguration"]);

    /// <param name="input">The contact.</param>
    /// <param name="under">Where it stands in the whole input.</param>
    public static JsonObject? NewContact(JsonObject input, params string[] under) => input["email"] is null
        ? Payload.Wrong(["input", .. under], "Either the attribute email or customer_id must be provided", "INVALID")
        : Contact(input, under);

    /// <summary>What a changed contact is refused for.</summary>
    public static JsonObject? ChangedContact(JsonObject input)
    {
        var names = new (string Field, string Name)[]
        {
            ("firstName", "First name"), ("lastName", "Last name"), ("phone", "Phone"),
        };
        var errors = names.Where(each => input.ContainsKey(each.Field) && input[each.Field] is null)
            .Select(each => Payload.Error(["input", each.Field],
                $"{each.Name} is of unexpected type NilClass", "UNEXPECTED_TYPE")).ToList();
        if (errors.Count == 0)
        {
            return Contact(input);
        }

        errors.Add(Payload.Error(["input", "phone"], "Phone is invalid", "INVALID"));
        errors.Add(Payload.Error(["input"], "Unexpected keys given: email", "INVALID"));
        return new JsonObject { ["userErrors"] = new JsonArray([.. errors]) };
    }

    private static JsonObject? Contact(JsonObject input, params string[] under) =>
        input["phone"]?.GetValue<string>() is { } phone && !phone.Any(char.IsAsciiDigit)
            ? Payload.Wrong(["input", .. under, "phone"], "Phone is invalid", "INVALID")
            : input["locale"]?.GetValue<string>() is { } locale && locale.Contains('_', StringComparison.Ordinal)
                ? Payload.Wrong(["input", .. under, "locale"], "Invalid locale format.", "INVALID") : null;

    private static JsonObject? Blank(JsonObject input) => input["name"]?.GetValue<string>() == ""
        ? Payload.Wrong(["input", "name"], "Name can't be blank", "BLANK") : null;

    private static JsonObject? Texts(JsonObject input, params string[] under) =>
        input["name"]?.GetValue<string>().Length > NameMost
            ? Payload.Wrong(
                ["input", .. under, "name"], $"Name is too long (maximum is {NameMost} characters)", "TOO_LONG")
            : input["note"]?.GetValue<string>().Length > NoteMost
                ? Payload.Wrong(
                    ["input", .. under, "notes"], $"Notes is too long (maximum is {NoteMost} characters)", "TOO_LONG")
                : null;

    private static JsonObject? Experience(JsonNode? given) => given is not JsonObject experience ? null
        : experience.Count == 0
            ? Payload.Wrong(["input", "buyerExperienceConfiguration"], "Invalid input.", "INVALID_INPUT")
            : experience["deposit"] is not null && experience["paymentTermsTemplateId"] is null
                ? Payload.Wrong(["input", "buyerExperienceConfiguration", "deposit"],
                    "Deposit requires a payment terms template.", "INVALID") : null;
}
