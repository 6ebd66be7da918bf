using System.Text.RegularExpressions;
using IntegrationHost.Plugins.NetSuite.Reads;

namespace IntegrationHost.Plugins.NetSuite.Errors;

/// <summary>The role permissions a connection needs, in the words of NetSuite's role page.</summary>
internal static partial class Permissions
{
    public const string RestWebServices = "Setup > REST Web Services (Full)";
    public const string SignIn = "Setup > Log in using Access Tokens (Full)";
    public const string SignInByCertificate = "Setup > Log in using OAuth 2.0 Access Tokens (Full)";
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
        "invoice" => "Transactions > Invoice (Edit) and Transactions > Invoice Sales Orders (Full)",
        "cashSale" => "Transactions > Cash Sale (Edit) and Transactions > Invoice Sales Orders (Full)",
        "customerDeposit" => "Transactions > Customer Deposit (Edit)",
        "depositApplication" => "Transactions > Deposit Application (Edit)",
        "customerPayment" => "Transactions > Customer Payment (Edit)",
        "creditMemo" => "Transactions > Credit Memo (Edit)",
        "cashRefund" => "Transactions > Cash Sale Refund (Edit)",
        "customerRefund" => "Transactions > Customer Refund (Edit)",
        "returnAuthorization" => "Transactions > Return Authorization (Edit)",
        "itemReceipt" => "Transactions > Item Receipt (Edit) and Transactions > Receive Returns (Full)",
        "inventoryAdjustment" => "Transactions > Adjust Inventory (Edit)",
        "journalEntry" => "Transactions > Make Journal Entry (Edit)",
        "deposit" => "Transactions > Deposit (Edit)",
        "contact" => "Lists > Contacts (Edit)",
        "item" or "itemPrice" or "aggregateItemLocation" => "Lists > Items (View)",
        _ when Items.Types.ContainsKey(entity) => "Lists > Items (Edit)",
        "location" => "Lists > Locations (View)",
        "currency" => "Lists > Currency (View)",
        _ => Analytics,
    };

    [GeneratedRegex("(?:need|require)s? (?:the )?['\"](?<name>[^'\"]+)['\"] permission", RegexOptions.IgnoreCase)]
    private static partial Regex NamedInText();
}
