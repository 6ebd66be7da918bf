using IntegrationHost.App.Site;

namespace IntegrationHost.App.Tests.Support;

/// <summary>Sites for tests.</summary>
internal static class Some
{
    public const string Connections = """
        "us-shop": { "plugin": "Acme", "options": { "shop": "us" }, "settings": { "colour": "shop" } },
        "erp": { "plugin": "Acme", "options": { "shop": "erp" }, "settings": { "colour": "erp", "size": "erp" } }
        """;

    public const string Flow = """
        "us-orders": { "link": "order", "from": "us-shop/order", "to": "erp/salesOrder", "script": "order.csx",
          "since": "2026-11-01T00:00:00Z", "pollEvery": "00:01:00", "settings": { "shape": "flow" } }
        """;

    public static string Site(string connections = Connections, string flows = Flow, string more = "") =>
        $$"""{ "connections": { {{connections}} }, "flows": { {{flows}} } {{more}} }""";

    /// <summary>Everything wrong with this <c>ihost.json</c>, one finding a line.</summary>
    public static string FaultsOf(string json)
    {
        using var folder = new TempFolder();
        folder.Write("ihost.json", json);
        var reader = new SiteReader(folder.Path);
        reader.Read();
        return string.Join('\n', reader.Findings);
    }

    public static SiteDefinition Read(TempFolder folder, string json)
    {
        folder.Write("ihost.json", json);
        var reader = new SiteReader(folder.Path);
        var site = reader.Read();
        return site ?? throw new InvalidOperationException(string.Join('\n', reader.Findings));
    }
}
