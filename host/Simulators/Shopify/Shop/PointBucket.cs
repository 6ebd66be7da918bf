using System.Text.Json.Nodes;

namespace IntegrationHost.Simulators.Shopify.Shop;

/// <summary>The cost points of a shop, restored with time.</summary>
internal sealed class PointBucket(ShopOptions options, TimeProvider time)
{
    private double _available = options.BucketPoints;
    private DateTimeOffset _at = time.GetUtcNow();

    private int _asked;

    /// <summary>Every n-th operation is refused as if the bucket were empty; 0 refuses none.</summary>
    public int RefuseEvery { get; set; }

    /// <summary>Points given out since the start.</summary>
    public double Spent { get; private set; }

    /// <summary>Operations refused since the start.</summary>
    public long Refused { get; private set; }

    /// <summary>Takes what an operation costs; false when it is not there.</summary>
    public bool TryTake(int cost)
    {
        var now = time.GetUtcNow();
        _available = Math.Min(options.BucketPoints, _available + ((now - _at).TotalSeconds * options.RestorePerSecond));
        _at = now;
        if (_available < cost || (RefuseEvery > 0 && ++_asked % RefuseEvery == 0))
        {
            Refused++;
            return false;
        }

        _available -= cost;
        Spent += cost;
        return true;
    }

    public JsonObject Extensions(int requested, int? actual) => new()
    {
        ["cost"] = new JsonObject
        {
            ["requestedQueryCost"] = requested,
            ["actualQueryCost"] = actual,
            ["throttleStatus"] = new JsonObject
            {
                ["maximumAvailable"] = options.BucketPoints,
                ["currentlyAvailable"] = (int)_available,
                ["restoreRate"] = options.RestorePerSecond,
            },
        },
    };
}
