using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.NetSuite.Rest;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.SuiteQl;

/// <summary>Answers <c>POST /services/rest/query/v1/suiteql</c>.</summary>
internal sealed class SuiteQlEndpoint(NetSuiteState state, AccountZone zone)
{
    private readonly VirtualTables _tables = new(state, zone);

    /// <exception cref="RecordFault">The query or what is around it is refused.</exception>
    public SimulatedResponse Handle(SimulatedRequest request)
    {
        if (request.Method != "POST")
        {
            throw new RecordFault(405, "METHOD_NOT_ALLOWED", "The method is not allowed for this resource.");
        }

        var preferences = request.Headers.GetValueOrDefault("Prefer") ?? "";
        if (!preferences.Split(',', StringSplitOptions.TrimEntries)
            .Contains("transient", StringComparer.OrdinalIgnoreCase))
        {
            throw new RecordFault(400, "INVALID_HEADER",
                "The required request header 'Prefer' is missing or not set to 'transient'.");
        }

        var paging = Paging.Of(request.Url);
        var text = QueryIn(request.Body);
        try
        {
            var query = QueryParser.Parse(text);
            var (rows, total) = new QueryRunner(_tables, zone.Now()).Run(query, paging.Offset, paging.Limit);
            return Answer.Transient(paging.Envelope(
                request.Url, [.. rows.Select(row => Shown(query, row))], total));
        }
        catch (QueryFault fault)
        {
            throw new RecordFault(400, "INVALID_PARAMETER", "Invalid search query. Detailed unprocessed description "
                + $"follows. Search error occurred: {fault.Message}") { Title = "Invalid search query." };
        }
    }

    private static string QueryIn(ReadOnlyMemory<byte> body)
    {
        try
        {
            return (JsonNode.Parse(body.Span) as JsonObject)?.Text("q") ?? throw NoQuery();
        }
        catch (JsonException)
        {
            throw NoQuery();
        }
    }

    // NULL is left out; the columns come in the order of their names.
    private static JsonObject Shown(Query query, string?[] cells)
    {
        var row = new JsonObject { ["links"] = new JsonArray() };
        foreach (var (column, cell) in query.Columns.Zip(cells)
            .Where(pair => pair.Second is not null)
            .OrderBy(pair => pair.First.Name, StringComparer.Ordinal))
        {
            row[column.Name] = cell;
        }

        return row;
    }

    private static RecordFault NoQuery() =>
        new(400, "INVALID_CONTENT", "Invalid request body. It must be a JSON object with the query in 'q'.");
}
