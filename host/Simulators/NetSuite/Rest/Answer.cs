using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Doors;

namespace IntegrationHost.Simulators.NetSuite.Rest;

/// <summary>Composes answers with the headers that NetSuite gives.</summary>
internal static class Answer
{
    public static SimulatedResponse Record(JsonObject body) => Json(200, Singular, body);

    public static SimulatedResponse Schema(JsonObject body) => Json(200, "application/schema+json", body);

    public static SimulatedResponse Collection(JsonObject body) => Json(200, Plural, body);

    public static SimulatedResponse Transient(JsonObject body) =>
        Json(200, Plural, body, KeyValuePair.Create("Preference-Applied", "transient"));

    /// <summary>204, with the address of the record that was written and the fields that were dropped.</summary>
    public static SimulatedResponse Written(string? location, IEnumerable<string> unknown)
    {
        var headers = Common();
        if (location is not null)
        {
            headers.Add(new("Location", location));
        }

        headers.AddRange(unknown.Order(StringComparer.Ordinal).Select(name => new KeyValuePair<string, string>(
            "X-NetSuite-PropertyValidation",
            $"Unknown field name {name}. The field does not exist on this record instance.")));
        return new SimulatedResponse(204, headers, default);
    }

    public static SimulatedResponse Refused(RecordFault fault)
    {
        var detail = new JsonObject { ["detail"] = fault.Message };
        if (fault.Path is { } path)
        {
            detail["o:errorPath"] = path;
        }

        detail["o:errorCode"] = fault.Code;
        var (title, type) = Described(fault.Status);
        return Json(fault.Status, "application/vnd.oracle.resource+json; type=error; charset=UTF-8", new JsonObject
        {
            ["type"] = type,
            ["title"] = fault.Title ?? title,
            ["status"] = fault.Status,
            ["o:errorDetails"] = new JsonArray(detail),
        }, KeyValuePair.Create("Connection", "close"));
    }

    private static SimulatedResponse Json(
        int status, string contentType, JsonObject body, params KeyValuePair<string, string>[] more)
    {
        var headers = Common();
        headers.Add(new("Content-Type", contentType));
        headers.AddRange(more);
        return new SimulatedResponse(status, headers, Encoding.UTF8.GetBytes(body.ToJsonString(Plain) + "\n"));
    }

    private static List<KeyValuePair<string, string>> Common() =>
    [
        new("Cache-Control", "No-Cache"), new("Pragma", "No-Cache"), new("Expires", "0"),
        new("X-Content-Type-Options", "nosniff"), new("Strict-Transport-Security", "max-age=31536000"),
        new("Vary", "User-Agent, Accept-Encoding"), new("X-N-OperationId", NoId), new("X-NetSuite-JobId", NoId),
        new("NS_RTIMER_COMPOSITE", "0:706c61796564:80"), new("Akamai-GRN", "0.played"),
    ];

    private static (string Title, string Type) Described(int status) => status switch
    {
        401 => ("Unauthorized", $"{Rfc9110}15.5.2"),
        403 => ("Forbidden", $"{Rfc9110}15.5.4"),
        404 => ("Not Found", $"{Rfc9110}15.5.5"),
        405 => ("Method Not Allowed", $"{Rfc9110}15.5.6"),
        409 => ("Conflict", $"{Rfc9110}15.5.10"),
        429 => ("Too Many Requests", "https://www.rfc-editor.org/rfc/rfc6585.html#section-4"),
        500 => ("Internal Server Error", $"{Rfc9110}15.6.1"),
        503 => ("Service Unavailable", $"{Rfc9110}15.6.4"),
        >= 500 => ("Server Error", $"{Rfc9110}15.6"),
        _ => ("Bad Request", $"{Rfc9110}15.5.1"),
    };

    // What a live account numbers its requests with; the same for all here, so that answers are the same each time.
    private const string NoId = "00000000-0000-4000-8000-000000000000";
    private const string Rfc9110 = "https://www.rfc-editor.org/rfc/rfc9110.html#section-";
    private const string Singular = "application/vnd.oracle.resource+json; type=singular; charset=UTF-8";
    private const string Plural = "application/vnd.oracle.resource+json; type=collection; charset=UTF-8";
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
