using System.Collections.Concurrent;
using IntegrationHost.Plugins.NetSuite.Errors;

namespace IntegrationHost.Plugins.NetSuite.SuiteQl;

/// <summary>Columns that not every account shows to SuiteQL: one that is refused is left out from then on, and the
/// records come without it.</summary>
internal sealed class OptionalColumns(SuiteQlClient suiteQl, params string[] columns)
{
    private readonly ConcurrentDictionary<string, bool> _hidden = [];

    /// <summary>All rows of a query, which is given the columns that are shown, each with a comma before it.</summary>
    public async Task<IReadOnlyList<SuiteQlRow>> AllAsync(Func<string, string> query, CancellationToken cancel)
    {
        for (var refusals = 0; ; refusals++)
        {
            var shown = columns.Where(column => !_hidden.ContainsKey(column)).ToList();
            try
            {
                return await suiteQl.AllAsync(query(string.Concat(shown.Select(column => $", {column}"))), cancel);
            }
            catch (NetSuiteException fault) when (refusals < columns.Length
                && fault.Error is { Status: 400 } error && shown.Find(column => Names(error, column)) is not null)
            {
                _hidden[shown.First(column => Names(error, column))] = true;
            }
        }
    }

    private static bool Names(NetSuiteError error, string column) => error.Detail.Contains(
        column[(column.LastIndexOf('.') + 1)..], StringComparison.OrdinalIgnoreCase);
}
