using IntegrationHost.Storage.Embedded.Deciding;
using IntegrationHost.Storage.Embedded.Rows;

namespace IntegrationHost.Storage.Embedded.Projecting;

/// <summary>What the projection's thread tells the decider, in the order it happens.</summary>
internal interface IProjectionNews
{
    /// <summary>Every frame before this position is in the projection.</summary>
    void Applied(long before);

    /// <summary>Rows an operation had to know, as they were at one moment.</summary>
    void Fetched(Operation operation, IReadOnlyDictionary<RowId, byte[]?> rows);

    /// <summary>Rows that were there when the state was opened; the last ones when <paramref name="all"/>.</summary>
    void Known(IReadOnlyList<RowId> rows, bool all);

    /// <summary>The projection cannot go on.</summary>
    void Failed(StoreFailedException why);
}
