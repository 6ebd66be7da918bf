using System.Net;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Errors;
using IntegrationHost.Plugins.NetSuite.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.NetSuite.Tests;

/// <summary>What writes send, and what they make of the answers.</summary>
public sealed class WritingTests
{
    private const string Location =
        "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/record/v1/salesorder/8938";
    private readonly AnsweringNetSuite _netSuite = new();
    private readonly CountingBudget _budget = new();
    private readonly HurriedTime _time = new();
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_order_that_is_not_linked_is_upserted_by_its_external_id_in_one_request()
    {
        _netSuite.Then(HttpStatusCode.NoContent, location: Location);

        var outcome = await ApplyAsync(Some.SalesOrder());

        outcome.ShouldBe(new Outcome.Created("8938", ""));
        var request = _netSuite.Seen.ShouldHaveSingleItem();
        request.Method.ShouldBe("PUT");
        request.Path.ShouldBe("/services/rest/record/v1/salesOrder/eid:SHPFY-acme-1?replace=item");
        request.Headers["X-NetSuite-PropertyNameValidation"].ShouldBe("Error");
        request.Body.ShouldContain("\"otherRefNum\":\"#1042\"");
    }

    [Fact]
    public async Task A_linked_order_is_changed_by_its_internal_id_so_that_an_adopted_one_is_not_doubled()
    {
        _netSuite.Then(HttpStatusCode.OK, Standing("#7")).Then(HttpStatusCode.NoContent, location: Location);

        (await ApplyAsync(Some.SalesOrder(id: "8938"))).ShouldBe(new Outcome.Updated("8938", ""));

        _netSuite.Seen[0].Path.ShouldBe("/services/rest/record/v1/salesOrder/8938?expandSubResources=true");
        _netSuite.Seen[1].Path.ShouldBe("/services/rest/record/v1/salesOrder/8938?replace=item");
        _netSuite.Seen[1].Method.ShouldBe("PATCH");
    }

    [Fact]
    public async Task An_order_that_looks_as_it_shall_is_left_alone()
    {
        _netSuite.Then(HttpStatusCode.OK, Standing("#1042"));

        (await ApplyAsync(Some.SalesOrder(id: "8938"))).ShouldBe(new Outcome.Unchanged("8938", ""));

        _netSuite.Seen.ShouldHaveSingleItem().Method.ShouldBe("GET");
    }

    [Fact]
    public async Task A_customer_written_without_addresses_keeps_those_it_has()
    {
        _netSuite.Then(HttpStatusCode.NoContent, location: Location);
        var record = new Records.Record { ["externalId"] = "SHPFY-c-1", ["isPerson"] = true };

        await ApplyAsync(new Write("customer", record, "flow/3/abc"));

        _netSuite.Seen.ShouldHaveSingleItem().Path.ShouldBe("/services/rest/record/v1/customer/eid:SHPFY-c-1");
    }

    [Fact]
    public async Task A_customer_that_is_new_brings_its_addresses()
    {
        _netSuite.ThenError(404, "NONEXISTENT_ID", "The record instance does not exist.")
            .Then(HttpStatusCode.NoContent, location: Location);

        (await ApplyAsync(Some.Customer())).ShouldBe(new Outcome.Created("8938", ""));

        _netSuite.Seen[1].Method.ShouldBe("PUT");
        _netSuite.Seen[1].Path.ShouldBe("/services/rest/record/v1/customer/eid:SHPFY-c-1");
        _netSuite.Seen[1].Body.ShouldContain("addressBook");
    }

    [Fact]
    public async Task A_customer_that_is_there_but_not_linked_is_changed_where_it_stands()
    {
        _netSuite.Then(HttpStatusCode.OK, """{"id":"77","externalId":"SHPFY-c-1"}""")
            .Then(HttpStatusCode.NoContent, location: Location);

        (await ApplyAsync(Some.Customer())).ShouldBe(new Outcome.Updated("77", ""));

        _netSuite.Seen[1].Method.ShouldBe("PATCH");
        _netSuite.Seen[1].Path.ShouldBe("/services/rest/record/v1/customer/77");
    }

    [Fact]
    public async Task A_customer_whose_address_book_could_not_be_read_was_not_sent()
    {
        _netSuite.Otherwise = _ => AnsweringNetSuite.Answer(
            HttpStatusCode.ServiceUnavailable, AnsweringNetSuite.ErrorBody(503, "SERVICE_UNAVAILABLE", "Later."));

        (await ApplyAsync(Some.Customer(id: "8938"))).ShouldBeOfType<Outcome.RetryLater>();

        _netSuite.Seen.ShouldAllBe(request => request.Method == "GET");
    }

    [Fact]
    public async Task An_order_whose_record_is_gone_is_written_by_its_external_id_and_linked_anew()
    {
        _netSuite.ThenError(404, "NONEXISTENT_ID", "The record instance does not exist.")
            .Then(HttpStatusCode.NoContent, location: Location);

        (await ApplyAsync(Some.SalesOrder(id: "18"))).ShouldBe(new Outcome.Created("8938", ""));

        _netSuite.Seen[1].Method.ShouldBe("PUT");
        _netSuite.Seen[1].Path.ShouldBe("/services/rest/record/v1/salesOrder/eid:SHPFY-acme-1?replace=item");
    }

    [Fact]
    public async Task A_404_that_is_not_of_NetSuite_does_not_make_a_known_order_anew()
    {
        _netSuite.Then(HttpStatusCode.NotFound, "<html>");

        (await ApplyAsync(Some.SalesOrder(id: "18"))).ShouldBeOfType<Outcome.RetryLater>();

        _netSuite.Seen.ShouldHaveSingleItem().Method.ShouldBe("GET");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a|b")]
    [InlineData("#1042")]
    [InlineData("ends with a newline\n")]
    public async Task A_record_without_a_usable_external_id_is_rejected_and_nothing_is_sent(string? externalId)
    {
        (await ApplyAsync(Some.SalesOrder(externalId: externalId)))
            .ShouldBeOfType<Outcome.Rejected>().Field.ShouldBe("externalId");

        _netSuite.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_throttled_write_is_sent_once_and_told_to_the_budget()
    {
        _netSuite.ThenError(429, "CONCURRENCY_LIMIT_EXCEEDED", "Request blocked.");

        (await ApplyAsync(Some.SalesOrder())).ShouldBeOfType<Outcome.RetryLater>();

        _netSuite.Seen.Count.ShouldBe(1);
        _budget.Throttled.ShouldBe(1);
        _budget.Held.ShouldBe(0);
    }

    [Fact]
    public async Task A_throttled_write_that_comes_as_a_400_is_told_to_the_budget_all_the_same()
    {
        _netSuite.ThenError(400, "CONCURRENCY_LIMIT_EXCEEDED", "Request blocked.");

        (await ApplyAsync(Some.SalesOrder())).ShouldBeOfType<Outcome.RetryLater>();

        _budget.Throttled.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_error_is_unknown_and_the_write_is_not_repeated()
    {
        _netSuite.ThenError(500, "UNEXPECTED_ERROR", "An unexpected error occurred.");

        await Should.ThrowAsync<NetSuiteException>(() => ApplyAsync(Some.SalesOrder()));

        _netSuite.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_broken_connection_is_unknown_and_the_write_is_not_repeated()
    {
        _netSuite.ThenFault(new HttpRequestException("reset by peer"));

        await Should.ThrowAsync<NetSuiteException>(() => ApplyAsync(Some.SalesOrder()));

        _netSuite.Seen.Count.ShouldBe(1);
        _budget.Held.ShouldBe(0);
    }

    // The host need not look for what cannot be there.
    [Theory]
    [InlineData(HttpRequestError.ConnectionError)]
    [InlineData(HttpRequestError.NameResolutionError)]
    [InlineData(HttpRequestError.SecureConnectionError)]
    public async Task A_connection_that_never_came_about_is_known_to_have_written_nothing(HttpRequestError error)
    {
        _netSuite.ThenFault(new HttpRequestException(error, "no route to host"));

        (await ApplyAsync(Some.SalesOrder())).ShouldBeOfType<Outcome.RetryLater>().Reason.ShouldContain("no route");

        _budget.Held.ShouldBe(0);
    }

    [Fact]
    public async Task A_write_may_take_three_minutes_and_is_unknown_after_that()
    {
        var reached = new TaskCompletionSource();
        _netSuite.ThenSilence(reached.SetResult);

        var write = ApplyAsync(Some.SalesOrder());
        await reached.Task;
        _time.Advance(TimeSpan.FromSeconds(179));
        write.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(2));

        (await Should.ThrowAsync<NetSuiteException>(() => write)).Message.ShouldContain("in time");
    }

    [Fact]
    public async Task A_refused_signature_is_made_anew_once()
    {
        _netSuite.ThenError(401, "INVALID_LOGIN", "Invalid login attempt.")
            .Then(HttpStatusCode.NoContent, location: Location);

        (await ApplyAsync(Some.SalesOrder())).ShouldBe(new Outcome.Created("8938", ""));

        _netSuite.Seen[0].Headers["Authorization"].ShouldNotBe(_netSuite.Seen[1].Headers["Authorization"]);
        _budget.Acquired.ShouldBe(2);
    }

    [Fact]
    public async Task Bad_credentials_are_not_tried_for_ever()
    {
        _netSuite.ThenError(401, "INVALID_LOGIN", "Invalid login attempt.")
            .ThenError(401, "INVALID_LOGIN", "Invalid login attempt.");

        (await ApplyAsync(Some.SalesOrder())).ShouldBeOfType<Outcome.RetryLater>().Reason.ShouldContain("token");

        _netSuite.Seen.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_order_that_another_writer_made_a_moment_before_is_adopted()
    {
        _netSuite.ThenError(400, "USER_ERROR", "This record already exists.")
            .Then(HttpStatusCode.OK, """{"id":"77","externalId":"SHPFY-acme-1"}""")
            .Then(HttpStatusCode.OK, Standing("#7"))
            .Then(HttpStatusCode.NoContent, location: Location);

        (await ApplyAsync(Some.SalesOrder())).ShouldBe(new Outcome.Updated("77", ""));

        _netSuite.Seen[3].Method.ShouldBe("PATCH");
    }

    [Fact]
    public async Task A_name_that_is_taken_by_a_record_that_is_not_ours_is_rejected()
    {
        _netSuite.ThenError(400, "USER_ERROR", "This entity already exists.")
            .ThenError(404, "NONEXISTENT_ID", "The record instance does not exist.");

        (await ApplyAsync(Some.SalesOrder())).ShouldBeOfType<Outcome.Rejected>().Reason.ShouldContain("ihost link");
    }

    [Fact]
    public async Task A_fulfilment_is_a_transform_that_is_looked_up_first()
    {
        _netSuite.ThenError(404, "NONEXISTENT_ID", "The record instance does not exist.")
            .Then(HttpStatusCode.NoContent, location: Location);

        (await ApplyAsync(Some.Fulfilment())).ShouldBe(new Outcome.Created("8938", ""));

        _netSuite.Seen[0].Path.ShouldStartWith("/services/rest/record/v1/itemFulfillment/eid:SHPFY-f-1");
        _netSuite.Seen[1].Path.ShouldBe("/services/rest/record/v1/salesOrder/18/!transform/itemFulfillment");
        _netSuite.Seen[1].Body.ShouldNotContain("createdFrom");
        _netSuite.Seen[1].Body.ShouldContain("SHPFY-f-1");
    }

    [Fact]
    public async Task A_fulfilment_that_is_there_is_not_made_again()
    {
        _netSuite.Then(HttpStatusCode.OK, """{"id":"501","externalId":"SHPFY-f-1"}""");

        (await ApplyAsync(Some.Fulfilment())).ShouldBe(new Outcome.Unchanged("501", ""));

        _netSuite.Seen.ShouldHaveSingleItem().Method.ShouldBe("GET");
    }

    [Fact]
    public async Task A_fulfilment_that_could_not_be_looked_up_was_not_sent()
    {
        _netSuite.Otherwise = _ => AnsweringNetSuite.Answer(
            HttpStatusCode.ServiceUnavailable, AnsweringNetSuite.ErrorBody(503, "SERVICE_UNAVAILABLE", "Later."));

        (await ApplyAsync(Some.Fulfilment())).ShouldBeOfType<Outcome.RetryLater>();

        _netSuite.Seen.ShouldAllBe(request => request.Method == "GET");
    }

    [Fact]
    public async Task A_fulfilment_that_an_earlier_attempt_made_meanwhile_is_adopted()
    {
        _netSuite.ThenError(404, "NONEXISTENT_ID", "The record instance does not exist.")
            .ThenError(400, "USER_ERROR", "This record already exists.")
            .Then(HttpStatusCode.OK, """{"id":"501"}""");

        (await ApplyAsync(Some.Fulfilment())).ShouldBe(new Outcome.Created("501", ""));
    }

    [Fact]
    public async Task A_fulfilment_whose_answer_was_lost_is_recovered_by_its_external_id()
    {
        _netSuite.Then(HttpStatusCode.OK, """{"id":"501"}""").ThenError(404, "NONEXISTENT_ID", "not there");
        var connection = Connection();

        (await connection.RecoverAsync(Some.Fulfilment(), _cancel))
            .ShouldBe(new Recovery.Landed(new Outcome.Created("501", "")));
        (await connection.RecoverAsync(Some.Fulfilment("other"), _cancel)).ShouldBeOfType<Recovery.NotWritten>();
    }

    [Theory]
    [InlineData("#1042", "2.0", true)]
    [InlineData("#1042", "3", false)]
    [InlineData("#7", "2", false)]
    public async Task An_upsert_has_landed_only_if_the_record_shows_it(string number, string quantity, bool landed)
    {
        _netSuite.Then(HttpStatusCode.OK, Standing(number, quantity));

        var recovery = await Connection().RecoverAsync(Some.SalesOrder(), _cancel);

        if (landed)
        {
            recovery.ShouldBe(new Recovery.Landed(new Outcome.Created("8938", "")));
        }
        else
        {
            recovery.ShouldBeOfType<Recovery.Partly>().Id.ShouldBe("8938");
        }
    }

    // Else the host would take an order that was cancelled meanwhile for one that was never written.
    [Fact]
    public async Task An_upsert_that_is_not_there_did_not_land_and_one_that_is_never_is_said_not_to_be()
    {
        _netSuite.ThenError(404, "NONEXISTENT_ID", "not there").ThenError(404, "NONEXISTENT_ID", "not there")
            .Then(HttpStatusCode.OK, """{"id":"8938","externalId":"SHPFY-c-1","isPerson":true,"firstName":"A."}""");
        var connection = Connection();

        (await connection.RecoverAsync(Some.SalesOrder(), _cancel)).ShouldBeOfType<Recovery.NotWritten>();
        (await connection.RecoverAsync(Some.Customer(), _cancel)).ShouldBeOfType<Recovery.NotWritten>();
        (await connection.RecoverAsync(Some.Customer(), _cancel)).ShouldBeOfType<Recovery.Partly>();
    }

    // The host knows that it stands: it is linked.
    [Fact]
    public async Task A_change_that_does_not_show_did_not_land()
    {
        _netSuite.Then(HttpStatusCode.OK, Standing("#7"));

        (await Connection().RecoverAsync(Some.SalesOrder(id: "8938"), _cancel))
            .ShouldBeOfType<Recovery.NotWritten>();
    }

    [Fact]
    public async Task Recovery_does_not_guess_when_a_proxy_answers()
    {
        _netSuite.Then(HttpStatusCode.NotFound, "<html>");

        await Should.ThrowAsync<NetSuiteException>(() => Connection().RecoverAsync(Some.Fulfilment(), _cancel));
    }

    private static string Standing(string number, string quantity = "2") => $$"""
        {"links":[],"id":"8938","externalId":"SHPFY-acme-1","otherRefNum":"{{number}}",
         "entity":{"id":"313","refName":"Jo"},"orderStatus":{"id":"B"},"total":100,"item":{"totalResults":1,
         "items":[{"line":1,"item":{"id":"215","refName":"A"},"quantity":{{quantity}} } ] } }
        """;

    private NetSuiteConnector Connection() => Some.Connection(_netSuite, _budget, _time);

    private Task<Outcome> ApplyAsync(Write write) => Connection().ApplyAsync(write, _cancel);
}
