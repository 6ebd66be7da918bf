using LiteDB;

namespace IntegrationHost.Storage.Embedded.Projecting.Tables;

/// <summary>Ids of documents without the documents: LiteDB reads only its index for them.</summary>
internal static class LiteKeys
{
    public static IReadOnlyList<string> Of(ILiteCollection<BsonDocument> collection, BsonExpression where, int most) =>
        [.. collection.Query().Where(where).Select("$._id").Limit(most).ToEnumerable()
            .Select(row => row["_id"].IsNull ? row.Values.First().AsString : row["_id"].AsString)];
}
