using IntegrationHost.Connectors;
using IntegrationHost.Scripting;

namespace IntegrationHost.App.Hosting;

/// <summary>The fields of an account, as it tells of them. Names are compared without regard to case; what is inside a
/// field that is not described is taken for known.</summary>
internal sealed class KnownFields
{
    private readonly HashSet<string> _paths;
    private readonly HashSet<string> _closed;
    private readonly bool _describesLines;

    public KnownFields(IReadOnlyCollection<FieldInfo> fields)
    {
        _paths = fields.Select(field => field.Path).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var around = _paths.Select(Around).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        _closed = fields.Where(field => field.Kind is FieldKind.Record or FieldKind.List)
            .Select(field => field.Path).Where(path => !around.Contains(path))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        _describesLines = fields.Any(field => field.Kind == FieldKind.List && around.Contains(field.Path));
    }

    /// <summary>Whether the account has the field; true where that cannot be told.</summary>
    public bool Have(FieldUse use) => Has(_paths, use.Path, use.IsWhole)
        || Outer(use.Path).Any(path => Has(_closed, path, use.IsWhole))
        || (!use.IsWhole && !_describesLines);

    private static bool Has(HashSet<string> paths, string path, bool isWhole) => paths.Contains(path)
        || (!isWhole && paths.Any(known => known.EndsWith($".{path}", StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<string> Outer(string path)
    {
        for (var outer = Around(path); outer is not null; outer = Around(outer))
        {
            yield return outer;
        }
    }

    private static string? Around(string path) => path.LastIndexOf('.') is > 0 and var dot ? path[..dot] : null;
}
