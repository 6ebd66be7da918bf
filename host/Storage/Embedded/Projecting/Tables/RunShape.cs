namespace IntegrationHost.Storage.Embedded.Projecting.Tables;

/// <summary>How the runs of a table are made.</summary>
/// <param name="RowsPerBlock">How many rows a document takes at most.</param>
/// <param name="IsLookedUp">Whether memory holds where each row may be.</param>
internal sealed record RunShape(int RowsPerBlock, bool IsLookedUp)
{
    /// <summary>Read as a whole, or so rarely that a look-up may take milliseconds.</summary>
    public static readonly RunShape Whole = new(1024, false);

    /// <summary>Rows are looked up one by one: small blocks, of which one is opened for it.</summary>
    public static readonly RunShape LookedUp = new(32, true);
}
