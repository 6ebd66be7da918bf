using System.Text.Json;
using Shouldly;

namespace IntegrationHost.Simulators.Tests.NetSuite;

/// <summary>The account with as many orders as a long test makes.</summary>
public sealed class LoadTests
{
    [Fact]
    public void Two_thousand_orders_come_in_two_pages()
    {
        var netSuite = new UnsignedAccount();
        netSuite.Customer();
        for (var number = 1; number <= Orders; number++)
        {
            netSuite.Order($"SHPFY-acme-{number}",
                $$"""{"item":{"id":"{{netSuite.Account.Item("SKU-1")}}"},"quantity":1,"rate":1.5}""");
        }

        const string query = "SELECT t.id, TO_CHAR(t.lastmodifieddate, 'YYYY-MM-DD HH24:MI:SS') AS stamp, "
            + "TO_CHAR(SYSDATE, 'YYYY-MM-DD HH24:MI:SS') AS localnow FROM transaction t LEFT JOIN transactionline m "
            + "ON m.transaction = t.id AND m.mainline = 'T' WHERE t.type = 'SalesOrd' "
            + "ORDER BY t.lastmodifieddate, t.id";

        var first = netSuite.Query(query, "?limit=1000&offset=0");
        var second = netSuite.Query(query, "?limit=1000&offset=1000");

        first.GetProperty("hasMore").GetBoolean().ShouldBeTrue();
        second.GetProperty("hasMore").GetBoolean().ShouldBeFalse();
        Ids(first).Concat(Ids(second)).Distinct().Count().ShouldBe(Orders);
        netSuite.Account.Get("summary").GetProperty("total").GetString().ShouldBe("3000.00");
    }

    private static IEnumerable<string?> Ids(JsonElement page) =>
        page.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("id").GetString());

    private const int Orders = 2_000;
}
