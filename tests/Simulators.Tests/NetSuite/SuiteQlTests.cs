using System.Text.Json;
using Shouldly;

namespace IntegrationHost.Simulators.Tests.NetSuite;

/// <summary>SuiteQL and the shape of its answers.</summary>
public sealed class SuiteQlTests
{
    private readonly UnsignedAccount _netSuite = new();

    public SuiteQlTests()
    {
        _netSuite.Customer();
        for (var number = 1; number <= Orders; number++)
        {
            _netSuite.Order($"O-{number}",
                $$"""{"item":{"id":"{{_netSuite.Account.Item("SKU-1")}}"},"quantity":{{number}},"rate":1.5}""");
        }
    }

    [Fact]
    public void Rows_are_text_in_lower_case_without_nulls()
    {
        var row = Rows("SELECT c.ID AS Number, c.email, c.custentity_tier, c.lastmodifieddate FROM customer c")[0];

        row.GetRawText().ShouldBe(
            """{"links":[],"custentity_tier":"gold","lastmodifieddate":"11/24/2026","number":"1"}""");
    }

    [Theory]
    [InlineData("t.id = 3", 1)]
    [InlineData("t.id IN (1, 2, 99)", 2)]
    [InlineData("t.externalid IN ('O-1', 'o-2')", 1)]
    [InlineData("t.id BETWEEN 1 AND 3", 2)]
    [InlineData("NOT (t.id < 4) AND t.externalid LIKE 'O-%'", 2)]
    [InlineData("t.memo IS NULL OR t.id = 1", 5)]
    [InlineData("NOT t.memo = 'x'", 0)]
    [InlineData("NVL(t.memo, 'none') <> 'x' AND t.foreigntotal >= 6", 2)]
    [InlineData("t.lastmodifieddate > TO_TIMESTAMP('2026-11-24 06:59:59', 'YYYY-MM-DD HH24:MI:SS')", 5)]
    [InlineData("t.lastmodifieddate > TO_TIMESTAMP('2026-11-24 07:00:00', 'YYYY-MM-DD HH24:MI:SS')", 0)]
    [InlineData("TRUNC(t.trandate) = TRUNC(SYSDATE) AND t.trandate = '11/24/2026'", 5)]
    public void Conditions_hold_as_in_sql(string condition, int rows) =>
        Rows($"SELECT t.id FROM transaction t WHERE t.type = 'SalesOrd' AND ({condition})").Count.ShouldBe(rows);

    [Fact]
    public void Joins_keep_or_lose_what_has_no_partner()
    {
        Rows("SELECT t.id FROM transaction t JOIN transactionline l ON l.transaction = t.id AND l.quantity < -3")
            .Count.ShouldBe(2);
        Rows("SELECT t.id FROM transaction t LEFT JOIN transactionline l ON l.transaction = t.id AND l.quantity < -3 "
            + "WHERE l.id IS NULL").Count.ShouldBe(3);
        Rows("SELECT DISTINCT BUILTIN.DF(l.item) AS sku FROM transactionline l WHERE l.mainline = 'F'")[0]
            .GetProperty("sku").GetString().ShouldBe("SKU-1");
    }

    [Fact]
    public void Pages_follow_the_order()
    {
        const string query = "SELECT t.id FROM transaction t ORDER BY t.type, t.id DESC";

        var page = _netSuite.Query(query, "?limit=2&offset=2");

        page.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("id").GetString())
            .ShouldBe(["3", "2"]);
        page.GetProperty("hasMore").GetBoolean().ShouldBeTrue();
        page.GetProperty("totalResults").GetInt32().ShouldBe(Orders);
        Rows($"{query} FETCH FIRST 2 ROWS ONLY").Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("SELECT t.nothing FROM transaction t")]
    [InlineData("SELECT t.id FROM nowhere t")]
    [InlineData("SELECT t.id FROM transaction t LIMIT 5")]
    [InlineData("SELECT t.id FROM transaction t WHERE t.externalid = 'open")]
    [InlineData("SELECT FROM transaction")]
    [InlineData("SELECT NOTHING(t.id) FROM transaction t")]
    public void A_bad_query_is_refused(string query)
    {
        var refusal = _netSuite.Query(query);

        refusal.GetProperty("status").GetInt32().ShouldBe(400);
        refusal.GetProperty("title").GetString().ShouldBe("Invalid search query.");
    }

    private List<JsonElement> Rows(string query) =>
        [.. _netSuite.Query(query).GetProperty("items").EnumerateArray()];

    private const int Orders = 5;
}
