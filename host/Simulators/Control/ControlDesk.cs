using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Doors;

namespace IntegrationHost.Simulators.Control;

/// <summary>Base of the control routes: reads JSON, answers JSON, and says what is wrong with a request.</summary>
internal static class ControlDesk
{
    public static SimulatedResponse Answer(SimulatedRequest request, Func<string[], JsonObject, JsonNode?> route)
    {
        var parts = request.Url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        try
        {
            var body = request.Body.IsEmpty ? [] : JsonNode.Parse(request.Body.Span)!.AsObject();
            return route([request.Method, .. parts], body) is { } answer
                ? JsonReply.Of(200, answer)
                : JsonReply.Of(
                    404, new JsonObject { ["error"] = $"there is no {request.Method} {request.Url.AbsolutePath}" });
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException
            or FormatException or ArgumentException or NullReferenceException)
        {
            return JsonReply.Of(400, new JsonObject { ["error"] = $"the request cannot be read: {fault.Message}" });
        }
    }
}
