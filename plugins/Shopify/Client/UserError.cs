using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Client;

/// <summary>What a mutation says is wrong with its input.</summary>
/// <param name="Field">The path, list places as text; empty where the shop names none.</param>
/// <param name="Message">What people read.</param>
/// <param name="Code">The mutation's own code, where it has codes.</param>
internal sealed record UserError(IReadOnlyList<string> Field, string Message, string? Code)
{
    public string Path => string.Join('.', Field);

    /// <summary>The user errors of a payload.</summary>
    /// <param name="payload">What a mutation answered.</param>
    /// <param name="list">Where it lists them; a few mutations have their own name for it.</param>
    public static IReadOnlyList<UserError> Of(Record payload, string list = "userErrors") => [.. payload
        .ListOrEmpty(list)
        .Select(error => new UserError(error.Texts("field"), error.Text("message"), error.TextOrNull("code")))];
}
