using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Errors;
using IntegrationHost.Plugins.NetSuite.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.NetSuite.Tests;

/// <summary>How sweeps over changes begin, go on and end.</summary>
public sealed class FeedTests
{
    private readonly AnsweringNetSuite _netSuite = new();
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_read_begins_at_the_flows_start_and_not_before()
    {
        _netSuite.ThenRows();

        var page = await ReadAsync("salesOrder", Start());

        _netSuite.Seen[0].Query.ShouldContain(
            "t.lastmodifieddate >= TO_TIMESTAMP('2026-11-24 08:00:00', 'YYYY-MM-DD HH24:MI:SS')");
        _netSuite.Seen[0].Headers["Prefer"].ShouldBe("transient");
        page.HasMore.ShouldBeFalse();
        page.Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_full_page_goes_on_behind_its_last_row_so_that_equal_stamps_are_kept()
    {
        _netSuite.ThenRows(Order(11, "09:00:00"), Order(12, "09:00:00")).ThenRows(Order(13, "09:00:00"));

        var first = await ReadAsync("salesOrder", Start());
        var second = await ReadAsync("salesOrder", first.Next);

        first.HasMore.ShouldBeTrue();
        _netSuite.Seen[1].Query.ShouldContain(
            "(t.lastmodifieddate > TO_TIMESTAMP('2026-11-24 09:00:00', 'YYYY-MM-DD HH24:MI:SS') "
            + "OR (t.lastmodifieddate = TO_TIMESTAMP('2026-11-24 09:00:00', 'YYYY-MM-DD HH24:MI:SS') "
            + "AND ((t.id > 12))))");
        _netSuite.Seen[1].Query.ShouldContain("ORDER BY t.lastmodifieddate, t.id FETCH FIRST 2 ROWS ONLY");
        second.Changes.ShouldHaveSingleItem().Id.ShouldBe("13");
        second.HasMore.ShouldBeFalse();
    }

    [Fact]
    public async Task A_short_page_ends_the_sweep_and_the_next_one_looks_back_from_the_servers_time()
    {
        // The second sweep ends with a look at what was deleted.
        _netSuite.ThenRows(Order(11, "09:00:00", now: "10:00:00"))
            .ThenRows(Order(11, "09:00:00", now: "10:01:00")).ThenRows();

        var first = await ReadAsync("salesOrder", Start());
        var again = await ReadAsync("salesOrder", first.Next);

        _netSuite.Seen[1].Query.ShouldContain("t.lastmodifieddate >= TO_TIMESTAMP('2026-11-24 09:50:00'");
        again.HasMore.ShouldBeFalse();
    }

    [Fact]
    public async Task A_page_that_NetSuite_cut_short_does_not_end_the_sweep()
    {
        _netSuite.Then(System.Net.HttpStatusCode.OK, AnsweringNetSuite.Rows(true, Order(11, "09:00:00")));

        (await ReadAsync("salesOrder", Start())).HasMore.ShouldBeTrue();
    }

    [Fact]
    public async Task Rows_that_were_announced_and_did_not_come_are_a_fault()
    {
        _netSuite.Then(System.Net.HttpStatusCode.OK, """{"count":2,"hasMore":false,"items":[]}""");

        (await Should.ThrowAsync<NetSuiteException>(() => ReadAsync("salesOrder", Start())))
            .Message.ShouldContain("announced 2");
    }

    [Fact]
    public async Task The_overlap_does_not_reach_behind_the_flows_start()
    {
        _netSuite.ThenRows(Order(11, "08:00:01", now: "08:00:05")).ThenRows().ThenRows();

        var first = await ReadAsync("salesOrder", Start());
        await ReadAsync("salesOrder", first.Next);

        _netSuite.Seen[1].Query.ShouldContain("t.lastmodifieddate >= TO_TIMESTAMP('2026-11-24 08:00:00'");
    }

    [Fact]
    public async Task A_quiet_feed_keeps_its_cursor()
    {
        _netSuite.ThenRows().ThenRows();

        var first = await ReadAsync("customer", Start());
        var second = await ReadAsync("customer", first.Next);

        second.Next.ShouldBe(first.Next);
    }

    [Fact]
    public async Task A_fulfilment_is_grouped_under_its_order_and_called_by_its_number()
    {
        _netSuite.ThenRows(new
        {
            key0 = "501", name = "IF77", source = "18", stamp = "2026-11-24 09:00:00",
            localnow = "2026-11-24 10:00:00",
        });

        var change = (await ReadAsync("itemFulfillment", Start())).Changes.ShouldHaveSingleItem();

        change.GroupKey.ShouldBe("18");
        change.Name.ShouldBe("IF77");
        change.Version.ShouldBe("2026-11-24T09:00:00Z");
        change.ChangedAt.ShouldBe(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        change.Record.ShouldBeNull();
    }

    [Fact]
    public async Task Stock_has_its_own_stamp_an_id_of_item_and_location_and_the_quantity_in_its_version()
    {
        // Between the two pages it asks for kits with the item in them.
        _netSuite.ThenRows(Stock(7, 3, "4"), Stock(7, 5, "0")).ThenRows().ThenRows();

        var page = await ReadAsync("aggregateItemLocation", Start());
        await ReadAsync("aggregateItemLocation", page.Next);

        page.Changes.Select(change => change.Id).ShouldBe(["7-3", "7-5"]);
        page.Changes[0].Version.ShouldBe("2026-11-24T09:00:00Z/4");
        _netSuite.Seen[0].Query.ShouldContain("a.lastquantityavailablechange >=");
        _netSuite.Seen[2].Query.ShouldContain("((a.item > 7) OR (a.item = 7 AND a.location > 5))");
    }

    [Fact]
    public async Task A_cursor_that_somebody_made_up_is_refused()
    {
        await Should.ThrowAsync<NetSuiteException>(() => ReadAsync("salesOrder", new Cursor("yesterday")));
        await Should.ThrowAsync<NetSuiteException>(() => ReadAsync("salesOrder", new Cursor(
            "2026-11-24T09:00:00Z|2026-11-24T08:00:00Z|UTC|0001-01-01T00:00:00Z|2026-11-24T09:00:00Z"
            + "|2026-11-24 09:00:00|1 OR 1=1")));
    }

    [Fact]
    public async Task The_offset_is_measured_where_no_time_zone_is_given()
    {
        MeasureAs("2026-11-24T12:00:01Z", "2026-11-24 07:00:03");
        _netSuite.ThenRows(Order(11, "04:00:00", now: "05:00:00"));
        var connection = Measuring(new HurriedTime());

        var page = await connection.ReadChangesAsync("salesOrder", Start(), _cancel);

        _netSuite.Seen[2].Query.ShouldContain("t.lastmodifieddate >= TO_TIMESTAMP('2026-11-24 03:00:00'");
        page.Changes.ShouldHaveSingleItem().Version.ShouldBe("2026-11-24T09:00:00Z");
    }

    [Fact]
    public async Task When_the_accounts_clock_was_changed_the_doubled_hour_is_read_again()
    {
        var time = new HurriedTime();
        MeasureAs("2026-11-24T12:00:01Z", "2026-11-24 08:00:01");
        _netSuite.ThenRows(Order(11, "07:00:00", now: "08:00:00"));
        MeasureAs("2026-11-24T13:30:00Z", "2026-11-24 08:30:00");
        _netSuite.ThenRows().ThenRows();
        var connection = Measuring(time);

        var page = await connection.ReadChangesAsync("salesOrder", Start(), _cancel);
        time.Advance(TimeSpan.FromMinutes(90));
        await connection.ReadChangesAsync("salesOrder", page.Next, _cancel);

        // The watermark was 12:00 UTC: ten minutes of overlap, an hour until it was noticed, two for the change.
        _netSuite.Seen[^2].Query.ShouldContain("t.lastmodifieddate >= TO_TIMESTAMP('2026-11-24 03:50:00'");
    }

    private void MeasureAs(string utc, string local) => _netSuite
        .Then(System.Net.HttpStatusCode.OK, $$"""{"serverTime":"{{utc}}"}""").ThenRows(new { localnow = local });

    private NetSuiteConnector Measuring(TimeProvider time)
    {
        var options = Some.Options();
        options.TimeZone = null;
        return Some.Connection(_netSuite, time: time, options: options);
    }

    private Task<ChangePage> ReadAsync(string entity, Cursor cursor)
    {
        var options = Some.Options();
        options.PageSize = 2;
        return Some.Connection(_netSuite, options: options).ReadChangesAsync(entity, cursor, _cancel);
    }

    private static Cursor Start() => Cursor.From(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));

    private static object Order(int id, string stamp, string now = "12:00:00") => new
    {
        key0 = $"{id}", name = $"SO{id}", stamp = $"2026-11-24 {stamp}", localnow = $"2026-11-24 {now}",
    };

    private static object Stock(int item, int location, string quantity) => new
    {
        key0 = $"{item}", key1 = $"{location}", quantity, stamp = "2026-11-24 09:00:00",
        localnow = "2026-11-24 12:00:00",
    };
}
