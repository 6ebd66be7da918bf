using System.Text;
using System.Text.Json;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.NetSuite.Rest;
using IntegrationHost.Simulators.NetSuite.SuiteQl;

namespace IntegrationHost.Simulators.Tests.NetSuite;

/// <summary>The services behind the sign-in, called directly.</summary>
internal sealed class UnsignedAccount
{
    private readonly RecordEndpoint _records;
    private readonly SuiteQlEndpoint _suiteQl;

    public UnsignedAccount()
    {
        _records = new RecordEndpoint(Account.Simulator.State, Account.Simulator.Zone);
        _suiteQl = new SuiteQlEndpoint(Account.Simulator.State, Account.Simulator.Zone);
    }

    public PlayedAccount Account { get; } = new();

    public SimulatedResponse Send(string method, string path, string body = "", bool strict = false)
    {
        var headers = new Dictionary<string, string> { ["Prefer"] = "transient" };
        if (strict)
        {
            headers["X-NetSuite-PropertyNameValidation"] = "Error";
        }

        var url = new Uri($"http://127.0.0.1:8123/services/rest/record/v1/{path}");
        var segments = url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries)[4..];
        try
        {
            return _records.Handle(new SimulatedRequest(method, url, headers, Encoding.UTF8.GetBytes(body)),
                [.. segments.Select(Uri.UnescapeDataString)]);
        }
        catch (RecordFault fault)
        {
            return Answer.Refused(fault);
        }
    }

    /// <summary>Adds a class.</summary>
    public void Classification(string json) => Send("POST", "classification", json);

    /// <summary>The JSON of a query's answer, or of its refusal.</summary>
    public JsonElement Query(string query, string paging = "") => Json(Suiteql(query, paging));

    /// <summary>A query's answer, or its refusal.</summary>
    public SimulatedResponse Suiteql(string query, string paging)
    {
        var request = new SimulatedRequest("POST",
            new Uri($"http://127.0.0.1:8123/services/rest/query/v1/suiteql{paging}"),
            new Dictionary<string, string> { ["Prefer"] = "transient" },
            JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["q"] = query }));
        try
        {
            return _suiteQl.Handle(request);
        }
        catch (RecordFault fault)
        {
            return Answer.Refused(fault);
        }
    }

    public static JsonElement Json(SimulatedResponse answer) => JsonDocument.Parse(answer.Body).RootElement;

    /// <summary>Writes a customer, once.</summary>
    public void Customer() => Send("PUT", "customer/eid:C1", """{"companyName":"Acme","custentity_tier":"gold"}""");

    public SimulatedResponse Order(string externalId, string lines, string query = "") => Send(
        "PUT", $"salesOrder/eid:{externalId}{query}",
        $$$"""{"entity":{"externalId":"C1"},"otherRefNum":"{{{externalId}}}","item":{"items":[{{{lines}}}]}}""");
}
