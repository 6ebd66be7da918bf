using System.Text;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Doors;

namespace IntegrationHost.Simulation.Worlds;

/// <summary>Answers as they come when something is wrong.</summary>
internal static class PlayedAnswers
{
    /// <summary>What a shop says when it cannot answer.</summary>
    public static SimulatedResponse OfShop(int status) =>
        JsonReply.Of(status, new JsonObject { ["errors"] = FormattableString.Invariant($"played fault {status}") });

    /// <summary>An answer whose last row is missing; one without rows stays what it is.</summary>
    public static SimulatedResponse Shortened(SimulatedResponse answer)
    {
        if (answer.Body.IsEmpty || JsonNode.Parse(answer.Body.Span) is not JsonObject body
            || body["items"] is not JsonArray { Count: > 0 } items)
        {
            return answer;
        }

        items.RemoveAt(items.Count - 1);
        return answer with { Body = Encoding.UTF8.GetBytes(body.ToJsonString()) };
    }
}
