using IntegrationHost.Plugins.NetSuite.SuiteQl;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.NetSuite.Reads;

/// <summary>A postal address as the record service shows it, from a row of any of the address tables.</summary>
internal static class AddressShape
{
    private static readonly string[] Fields =
        ["addressee", "attention", "addr1", "addr2", "addr3", "city", "state", "zip", "addrPhone"];

    public static string Columns(string alias) => string.Join(", ", Fields.Append("country")
        .Select(field => $"{alias}.{field.ToLowerInvariant()}"));

    public static Record Of(SuiteQlRow row) => Fields
        .Aggregate(new RestShape(), (shape, field) => shape.Text(field, row.TextOrNull(field.ToLowerInvariant())))
        .Reference("country", row.TextOrNull("country"))
        .ToRecord();
}
