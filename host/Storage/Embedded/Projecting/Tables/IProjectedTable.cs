using IntegrationHost.Storage.Embedded.Frames;

namespace IntegrationHost.Storage.Embedded.Projecting.Tables;

/// <summary>One kind of rows, and how LiteDB has them. Only the thread that owns the file calls it.</summary>
internal interface IProjectedTable
{
    /// <summary>Writes the newest state of some rows; the transaction is the caller's.</summary>
    /// <param name="rows">At least one, in order of key, each key once.</param>
    /// <param name="between">Called after every few rows: the moment for whoever waits for an answer.</param>
    void Apply(IReadOnlyList<RowImage> rows, Action between);

    /// <summary>All rows that are there.</summary>
    IReadOnlyList<RowImage> All();
}
