namespace IntegrationHost.Plugins.NetSuite.Tests.Support;

/// <summary>A good record of every entity, with what it needs already in the account.</summary>
internal sealed class PlayedRecords(TestAccount account)
{
    private const int FirstMade = 1_000;
    private int _made;

    public Record New(string entity, int number)
    {
        var json = JsonOf(entity, number);
        return Record.Parse(
            $$$"""{"externalId":"{{{ExternalId(entity, number)}}}",{{{json.Trim()[1..]}}}""");
    }

    public static string ExternalId(string entity, int number) => $"SHPFY-{entity}-{number}";

    private string JsonOf(string entity, int number) => entity switch
    {
        "customer" => """{"isPerson":true,"firstName":"Ada","lastName":"Lovelace","subsidiary":{"id":"1"}}""",
        "contact" => $$$"""
            {"firstName":"Ada","lastName":"No {{{number}}}","company":{"id":"{{{account.Customer}}}"}}
            """,
        "salesOrder" or "cashSale" or "invoice" => Sale,
        "itemFulfillment" => $$$"""{{{From("salesOrder", Made("salesOrder"))}}},"shipStatus":{"id":"C"}}""",
        "returnAuthorization" or "creditMemo" => $$$"""{{{From("invoice", Made("invoice"))}}}}""",
        "cashRefund" => $$$"""{{{From("cashSale", Made("cashSale"))}}}}""",
        "itemReceipt" => $$$"""{{{From("returnAuthorization", Made("returnAuthorization"))}}}}""",
        "customerDeposit" => $$$"""
            {"customer":{"id":"{{{account.Customer}}}"},"salesOrder":{"id":"{{{Made("salesOrder")}}}"},"payment":4}
            """,
        "customerPayment" => Paying("payment", $$$""" "payment":10,"apply":{{{Applied(Made("invoice"))}}} """),
        "depositApplication" => $$$"""
            {"deposit":{"id":"{{{Made("customerDeposit")}}}"},"apply":{{{Applied(Made("invoice"), 3)}}}}
            """,
        "customerRefund" => Paying("refund", $$$""" "deposit":{{{Applied(Made("customerDeposit"), 3)}}} """),
        "inventoryAdjustment" => $$$"""
            {"account":{"id":"58"},"inventory":{"items":[{"item":{"id":"{{{account.Item}}}"},
             "location":{"id":"{{{account.Location}}}"},"adjustQtyBy":-1}]}}
            """,
        "journalEntry" => """
            {"line":{"items":[{"account":{"id":"1"},"debit":5},{"account":{"id":"2"},"credit":5}]}}
            """,
        "deposit" => """{"account":{"id":"1"},"other":{"items":[{"account":{"id":"2"},"amount":5}]}}""",
        "kitItem" or "assemblyItem" => $$$"""
            {"itemId":"{{{entity}}}-{{{number}}}",
             "member":{"items":[{"item":{"id":"{{{account.Item}}}"},"quantity":2}]}}
            """,
        _ => $$$"""{"itemId":"{{{entity}}}-{{{number}}}","displayName":"A thing"}""",
    };

    private string Sale => $$$"""
        {"entity":{"id":"{{{account.Customer}}}"},
         "item":{"items":[{"item":{"id":"{{{account.Item}}}"},"quantity":1,"rate":10}]}}
        """;

    private string Made(string entity) => account.Save(entity, New(entity, FirstMade + ++_made));

    private string Paying(string memo, string rest) =>
        $$$"""{"customer":{"id":"{{{account.Customer}}}"},"memo":"{{{memo}}}",{{{rest}}}}""";

    private static string From(string type, string id) => $$$"""{"createdFrom":{"id":"{{{id}}}","type":"{{{type}}}"}""";

    private static string Applied(string document, int? amount = null)
    {
        var limit = amount is null ? "" : $",\"amount\":{amount}";
        return $$$"""{"items":[{"doc":{"id":"{{{document}}}"},"apply":true{{{limit}}}}]}""";
    }
}
