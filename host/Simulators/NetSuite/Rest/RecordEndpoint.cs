using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Rest;

/// <summary>The REST record service: finds the record an address means and hands it on.</summary>
internal sealed class RecordEndpoint(NetSuiteState state, AccountZone zone)
{
    private readonly RecordWriting _writing = new(state, zone);

    /// <param name="request">The request.</param>
    /// <param name="segments">The decoded path behind <c>/services/rest/record/v1/</c>.</param>
    /// <exception cref="RecordFault">It is refused.</exception>
    public SimulatedResponse Handle(SimulatedRequest request, string[] segments)
    {
        var type = RecordTypes.Named(segments[0]) ?? throw new RecordFault(
            404, "INVALID_RCRD_TYPE", $"Record type '{segments[0]}' does not exist.");
        if (request.Method is "POST" or "PUT" or "PATCH" && segments.Length == 1
            && Async.AsyncJobs.IsCollection(request) && !Async.AsyncJobs.IsAsked(request))
        {
            throw new RecordFault(400, "INVALID_HEADER",
                "A batch request needs the request header 'Prefer: respond-async'.");
        }

        return (request.Method, segments.Length) switch
        {
            ("GET", 1) => List(request, type),
            ("POST", 1) => _writing.Create(request, type),
            ("GET", 2) => Answer.Record(RecordShape.Of(
                Addressed(type, segments[1]), request.Url,
                QueryString.Value(request.Url, "expandSubResources") == "true", Only(request))),
            ("PUT", 2) when ExternalId(segments[1]) is { } externalId =>
                _writing.Upsert(request, type, externalId),
            ("PATCH", 2) => _writing.Patch(request, Addressed(type, segments[1])),
            ("DELETE", 2) => _writing.Delete(Addressed(type, segments[1])),
            ("POST", 4) when segments[2] == "!transform" =>
                _writing.Transform(request, Addressed(type, segments[1]), segments[3]),
            _ => throw new RecordFault(405, "METHOD_NOT_ALLOWED", "The method is not allowed for this resource."),
        };
    }

    private StoredRecord Addressed(RecordType type, string address)
    {
        if (ExternalId(address) is { } externalId)
        {
            return state.ByExternalId(type, externalId) ?? throw RecordFault.Missing();
        }

        return address.All(char.IsAsciiDigit) && address.TrimStart('0') is not ""
            ? state.ById(type, address) ?? throw RecordFault.Missing()
            : throw new RecordFault(400, "INVALID_ID",
                $"Invalid record instance identifier '{address}'. Provide a valid record instance ID.");
    }

    private static string? ExternalId(string address) =>
        address.StartsWith(ByExternalId, StringComparison.Ordinal) && address.Length > ByExternalId.Length
            ? address[ByExternalId.Length..]
            : null;

    private static string[]? Only(SimulatedRequest request) => QueryString.Value(request.Url, "fields")?
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private SimulatedResponse List(SimulatedRequest request, RecordType type)
    {
        if (QueryString.Value(request.Url, "q") is not null)
        {
            throw new RecordFault(400, "INVALID_PARAMETER", "This simulator filters by SuiteQL only.");
        }

        var paging = Paging.Of(request.Url);
        var all = state.Of(type).ToList();
        var items = all.Skip(paging.Offset).Take(paging.Limit).Select(record => new JsonObject
        {
            ["links"] = new JsonArray(new JsonObject
            {
                ["rel"] = "self",
                ["href"] = RecordShape.Href(request.Url, type.Name.ToLowerInvariant(), record.Id),
            }),
            ["id"] = record.Id.ToString(CultureInfo.InvariantCulture),
        });
        return Answer.Collection(paging.Envelope(request.Url, [.. items], all.Count));
    }

    private const string ByExternalId = "eid:";
}
