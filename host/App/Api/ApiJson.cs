using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationHost.App.Api;

/// <summary>How <c>/api/v1</c> writes: camel case, names of enums, instants in ISO form.</summary>
internal static class ApiJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
