using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Limits;
using IntegrationHost.Plugins.NetSuite.Client;
using IntegrationHost.Plugins.NetSuite.Errors;

namespace IntegrationHost.Plugins.NetSuite.Writes;

/// <summary>The calls of the REST record service that writers need. An address is an internal id or
/// <c>eid:</c> with an external id.</summary>
internal sealed class RecordService(NetSuiteClient client)
{
    public static string ByExternalId(string externalId) => $"eid:{externalId}";

    public Task<NetSuiteAnswer> PutAsync(
        Write write, string externalId, string query, CancellationToken cancel) =>
        client.WriteAsync(new NetSuiteRequest(
            HttpMethod.Put, $"{Root}/{write.Entity}/{ByExternalId(externalId)}{query}", write.Priority)
        {
            Body = write.Record.ToUtf8(),
        }, cancel);

    public Task<NetSuiteAnswer> PatchAsync(Write write, string id, string query, CancellationToken cancel) =>
        client.WriteAsync(new NetSuiteRequest(HttpMethod.Patch, $"{Root}/{write.Entity}/{id}{query}", write.Priority)
        {
            Body = write.Record.ToUtf8(),
        }, cancel);

    public Task<NetSuiteAnswer> PostAsync(Write write, JsonObject body, CancellationToken cancel) =>
        client.WriteAsync(new NetSuiteRequest(HttpMethod.Post, $"{Root}/{write.Entity}", write.Priority)
        {
            Body = Encoding.UTF8.GetBytes(body.ToJsonString()),
        }, cancel);

    public Task<NetSuiteAnswer> TransformAsync(
        string from, string id, Write write, JsonObject body, CancellationToken cancel) =>
        client.WriteAsync(new NetSuiteRequest(
            HttpMethod.Post, $"{Root}/{from}/{id}/!transform/{write.Entity}", write.Priority)
        {
            Body = Encoding.UTF8.GetBytes(body.ToJsonString()),
        }, cancel);

    /// <summary>The internal id of the record with this external id, or null.</summary>
    public async Task<string?> IdOfAsync(
        string entity, string externalId, Priority priority, CancellationToken cancel)
    {
        var record = await GetAsync(entity, ByExternalId(externalId), "?fields=id,externalId", priority, cancel);
        return record is { } found ? IdIn(found, entity) : null;
    }

    /// <summary>The record as it stands, without its lists, or null.</summary>
    public Task<JsonElement?> HeaderAsync(
        string entity, string externalId, Priority priority, CancellationToken cancel) =>
        GetAsync(entity, ByExternalId(externalId), "", priority, cancel);

    /// <summary>The record as it stands, with its lists, or null.</summary>
    public Task<JsonElement?> StandingAsync(
        string entity, string address, Priority priority, CancellationToken cancel) =>
        GetAsync(entity, address, "?expandSubResources=true", priority, cancel);

    public static string IdIn(JsonElement record, string entity) =>
        record.ValueKind == JsonValueKind.Object && record.TryGetProperty("id", out var id)
            ? id.ToString()
            : throw new NetSuiteException($"NetSuite gave a {entity} without an id");

    private async Task<JsonElement?> GetAsync(
        string entity, string address, string query, Priority priority, CancellationToken cancel)
    {
        var answer = await client.ReadAsync(
            new NetSuiteRequest(HttpMethod.Get, $"{Root}/{entity}/{address}{query}", priority), cancel);
        // A 404 that is not NetSuite's own says nothing about the record.
        return answer.Error switch
        {
            null => JsonDocument.Parse(answer.Body).RootElement,
            { Code: not "" } => null,
            var error => throw new NetSuiteException("something between us and NetSuite answered 404", error),
        };
    }

    private const string Root = "/services/rest/record/v1";
}
