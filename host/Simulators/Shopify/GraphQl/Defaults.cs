using System.Text.Json.Nodes;

namespace IntegrationHost.Simulators.Shopify.GraphQl;

/// <summary>What a field that is never null shows where the played record says nothing. Pure.</summary>
internal static class Defaults
{
    public static JsonNode? Of(TypeRef type) => type.IsList ? new JsonArray() : type.Name switch
    {
        "Boolean" => false,
        "Int" or "Float" => 0,
        "String" => "",
        "Decimal" or "Money" => "0.0",
        "CurrencyCode" => "USD",
        _ => null,
    };
}
