using System.Text;
using System.Text.Json.Nodes;

namespace IntegrationHost.Simulators.Doors;

/// <summary>Answers in JSON.</summary>
internal static class JsonReply
{
    public static SimulatedResponse Of(int status, JsonNode body, params KeyValuePair<string, string>[] headers) =>
        new(status, [KeyValuePair.Create("Content-Type", "application/json; charset=utf-8"), .. headers],
            Encoding.UTF8.GetBytes(body.ToJsonString()));
}
