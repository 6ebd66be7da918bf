using System.Text.RegularExpressions;

namespace IntegrationHost.Plugins.NetSuite.Errors;

/// <summary>The role permissions a connection needs, in the words of NetSuite's role page.</summary>
internal static partial class Permissions
{
    public const string RestWebServices = "Setup > REST Web Services (Full)";
    public const string SignIn = "Setup > Log in using Access Tokens (Full)";
    public const string Analytics = "Reports > SuiteAnalytics Workbook (Edit)";

    /// <summary>The permission NetSuite names in its refusal, or else the one the entity needs.</summary>
    public static string Missing(NetSuiteError error, string entity)
    {
        var named = NamedInText().Match(error.Detail);
        return named.Success ? named.Groups["name"].Value : Of(entity);
    }

    private static string Of(string entity) => entity switch
    {
        "customer" => "Lists > Customers (Edit)",
        "salesOrder" => "Transactions > Sales Order (Edit)",
        "itemFulfillment" => "Transactions > Item Fulfillment (Edit) and Transactions > Fulfill Orders (Full)",
        "item" or "inventoryItem" or "aggregateItemLocation" => "Lists > Items (View)",
        "location" => "Lists > Locations (View)",
        "currency" => "Lists > Currency (View)",
        _ => Analytics,
    };

    [GeneratedRegex("(?:need|require)s? (?:the )?['\"](?<name>[^'\"]+)['\"] permission", RegexOptions.IgnoreCase)]
    private static partial Regex NamedInText();
}
