using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.SuiteQl;

namespace IntegrationHost.Plugins.NetSuite.Writes;

/// <summary>Finds out what a document is made from. A script names it by <c>createdFrom.id</c>, and by
/// <c>createdFrom.type</c> where it could be several; without the type NetSuite is asked once.</summary>
internal sealed class DocumentSource(SuiteQlClient suiteQl)
{
    /// <summary>The answer. A closed set.</summary>
    public abstract record Given
    {
        private Given()
        {
        }

        public sealed record None : Given;

        public sealed record Record(string Entity, string Id) : Given;

        public sealed record Wrong(Outcome.Rejected Outcome) : Given;
    }

    public async Task<Given> OfAsync(Write write, DocumentKind kind, CancellationToken cancel)
    {
        var id = ExternalId.TextIn(write.Record, $"{kind.SourceField}.id");
        if (id is null)
        {
            return kind.Standalone
                ? new Given.None()
                : Wrong($"{Article(kind.Entity)} needs the internal id of its {Listed(kind)}", kind, null);
        }

        if (!SuiteQlText.IsId(id) || kind.Sources.Length == 0)
        {
            return Wrong($"'{id}' is no internal id of a {Listed(kind)}", kind, id);
        }

        var named = ExternalId.TextIn(write.Record, $"{kind.SourceField}.type");
        var entity = named ?? (kind.Sources is [var only]
            ? only
            : await LookUpFailedException.GuardAsync(() => TypeOfAsync(id, cancel)));
        return entity is not null && kind.Sources.Contains(entity)
            ? new Given.Record(entity, id)
            : Wrong($"{Article(kind.Entity)} is made from a {Listed(kind)}, not from "
                + (entity is null ? $"transaction {id}, which is none of them" : $"a {entity}"), kind, id);
    }

    private async Task<string?> TypeOfAsync(string id, CancellationToken cancel)
    {
        var page = await suiteQl.PageAsync($"SELECT t.type FROM transaction t WHERE t.id = {id}", cancel);
        return page.Rows.Count == 1
            ? TransactionCodes.EntityOf(page.Rows[0].Text("type"))
            : null;
    }

    private static Given.Wrong Wrong(string reason, DocumentKind kind, string? value) =>
        new(new Outcome.Rejected(reason, null, $"{kind.SourceField}.id", value));

    private static string Listed(DocumentKind kind) =>
        kind.Sources.Length == 0 ? "record (it is never made from another)" : string.Join(" or ", kind.Sources);

    private static string Article(string entity) => "aeiou".Contains(entity[0], StringComparison.Ordinal)
        ? $"an {entity}"
        : $"a {entity}";
}
