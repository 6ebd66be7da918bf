using IntegrationHost.Storage.Embedded.Frames;
using IntegrationHost.Storage.Embedded.Rows;
using LiteDB;

namespace IntegrationHost.Storage.Embedded.Projecting.Tables;

/// <summary>Deliveries, those of a batch in one document. A row that is gone stands for all older ones.</summary>
internal sealed class DeliveryTable(RowTable rows, ILiteCollection<BsonDocument> documents) : IProjectedTable
{
    public void Apply(IReadOnlyList<RowImage> batches, Action between)
    {
        if (batches.Where(batch => batch.Image is not null).ToArray() is { Length: > 0 } kept)
        {
            rows.Apply(kept, between);
        }

        // Afterwards: what came in the same batch may be old enough to go with it.
        foreach (var gone in batches.Where(batch => batch.Image is null))
        {
            documents.DeleteMany(BsonExpression.Create("$._id < @0", gone.Id.Key));
        }
    }

    public IReadOnlyList<RowImage> All() => rows.All();
}
