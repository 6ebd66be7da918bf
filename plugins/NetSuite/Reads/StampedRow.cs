using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Feeds;
using IntegrationHost.Plugins.NetSuite.SuiteQl;

namespace IntegrationHost.Plugins.NetSuite.Reads;

/// <summary>A record of a row that has its <c>id</c> and, as <c>stamp</c>, when it was last modified: in UTC that is
/// its version.</summary>
internal static class StampedRow
{
    /// <summary>The record: the id first, the date last, between them what is composed.</summary>
    public static Found Found(SuiteQlRow row, AccountTime time, Func<RestShape, RestShape> compose)
    {
        var id = row.Text("id");
        var version = time.Version(SuiteQlText.Parse(row.Text("stamp")));
        var shape = compose(new RestShape().Text("id", id)).Text("lastModifiedDate", version);
        return new Found(id, version, shape.ToRecord());
    }
}
