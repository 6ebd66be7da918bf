using IntegrationHost.App.Site;
using IntegrationHost.Connectors;
using IntegrationHost.Engine;
using IntegrationHost.Scripting;

namespace IntegrationHost.App.Hosting;

/// <summary>Compares the fields that scripts write with those that the account has, where its connector can tell: a
/// field of another account, or a misspelt one, is found before the first record is.</summary>
internal static class FieldCheck
{
    /// <param name="flow">Whose target is asked.</param>
    /// <param name="fields">What its script writes.</param>
    /// <param name="connectors">All of the site.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task<IReadOnlyList<SiteFinding>> CheckAsync(FlowDefinition flow, IReadOnlyList<FieldUse> fields,
        IReadOnlyDictionary<string, IConnector> connectors, CancellationToken cancel)
    {
        if (fields.Count == 0 || connectors.GetValueOrDefault(flow.To.Connection) is not IFieldCatalogue catalogue)
        {
            return [];
        }

        try
        {
            var known = new List<FieldInfo>();
            foreach (var entity in flow.AlsoWrites.Prepend(flow.To.Entity))
            {
                known.AddRange(await catalogue.FieldsAsync(entity, cancel));
            }

            var have = new KnownFields(known);
            return [.. fields.Where(use => !have.Have(use)).Select(use => new SiteFinding(flow.Script,
                $"{use.File}({use.Line},{use.Column}): {TargetOf(flow)} has no field '{use.Path}'; correct the name, "
                + $"or make the field in {flow.To.Connection}"))];
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested && fault is not OutOfMemoryException)
        {
            return [new SiteFinding($"ihost.json: flows:{flow.Name}:to",
                $"which fields {TargetOf(flow)} has could not be read: {fault.Message}")];
        }
    }

    private static string TargetOf(FlowDefinition flow) => flow.AlsoWrites.Count == 0 ? $"{flow.To}"
        : $"{flow.To} (or {string.Join(", ", flow.AlsoWrites)})";
}
