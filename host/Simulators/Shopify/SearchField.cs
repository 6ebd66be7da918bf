using System.Text.Json.Nodes;

namespace IntegrationHost.Simulators.Shopify;

/// <summary>What a term of a search reads of a record. Pure.</summary>
internal static class SearchField
{
    public static string? Of(JsonObject record, string field) => field switch
    {
        "updated_at" => record["updatedAt"]?.GetValue<string>(),
        "created_at" => record["createdAt"]?.GetValue<string>(),
        "issued_at" => record["issuedAt"]?.GetValue<string>(),
        "processed_at" => record["transactionDate"]?.GetValue<string>(),
        "external_id" => record["externalId"]?.GetValue<string>(),
        "id" => record["legacyResourceId"]?.GetValue<string>(),
        "email" => record["defaultEmailAddress"]?["emailAddress"]?.GetValue<string>(),
        "phone" => record["defaultPhoneNumber"]?["phoneNumber"]?.GetValue<string>(),
        "subject_type" => record["subjectType"]?.GetValue<string>(),
        "company_id" => record["company"]?.GetValue<string>().Split('/')[^1],
        _ => record[field]?.ToString(),
    };
}
