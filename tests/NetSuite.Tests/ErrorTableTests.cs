using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Errors;
using Shouldly;

namespace IntegrationHost.Plugins.NetSuite.Tests;

/// <summary>A test per kind of refusal that NetSuite is known to give.</summary>
public sealed class ErrorTableTests
{
    [Theory]
    [InlineData(429, "CONCURRENCY_LIMIT_EXCEEDED", "Concurrent request limit exceeded. Request blocked.")]
    [InlineData(429, "USER_ERROR", "Concurrent request limit exceeded. Request blocked.")]
    [InlineData(400, "CONCURRENCY_LIMIT_EXCEEDED", "Concurrent request limit exceeded.")]
    [InlineData(400, "SSS_REQUEST_LIMIT_EXCEEDED", "")]
    [InlineData(503, "SERVICE_UNAVAILABLE", "The service is temporarily unavailable.")]
    [InlineData(401, "INVALID_LOGIN", "Invalid login attempt.")]
    [InlineData(409, "RCRD_HAS_BEEN_CHANGED", "Record has been changed")]
    [InlineData(400, "USER_ERROR", "Error while accessing a resource. Record has been changed.")]
    public void When_the_world_is_wrong_the_write_is_tried_later(int status, string code, string detail) =>
        Outcome(status, code, detail).ShouldBeOfType<Outcome.RetryLater>();

    [Theory]
    [InlineData(500, "UNEXPECTED_ERROR", "An unexpected error occurred. Error ID: x")]
    [InlineData(502, "", "the answer is no NetSuite error body")]
    [InlineData(504, "", "the answer is no NetSuite error body")]
    [InlineData(408, "", "the answer is no NetSuite error body")]
    [InlineData(404, "", "the answer is no NetSuite error body")]
    [InlineData(400, "IDEMPOTENCY_ERROR", "A request with the same idempotency key is already submitted.")]
    [InlineData(409, "SOMETHING_NEW", "never heard of")]
    public void When_it_may_have_been_written_nobody_claims_to_know(int status, string code, string detail) =>
        Judge(status, code, detail).ShouldBeOfType<Judgement.Unknown>();

    [Theory]
    [InlineData("Error while accessing a resource. This entity already exists.")]
    [InlineData("Error while accessing a resource. This record already exists.")]
    public void A_record_that_exists_is_looked_at_before_anyone_is_troubled(string detail) =>
        Judge(400, "USER_ERROR", detail).ShouldBeOfType<Judgement.Exists>();

    [Theory]
    [InlineData("USER_ERROR", "You have entered an Invalid Field Value 53384 for the following field: customer.",
        "expense.items[2]", "expense.items[2].customer", "53384")]
    [InlineData("INVALID_CONTENT", "You have entered an Invalid Field Value 9999 for the following field: item",
        "item.items[0].item", "item.items[0].item", "9999")]
    [InlineData("INVALID_KEY_OR_REF", "Invalid Field Value 99 for the following field: entitystatus",
        null, "entitystatus", "99")]
    [InlineData("INVALID_ID", "Invalid record instance identifier '000'.", null, null, null)]
    [InlineData("INVALID_PARAMETER", "Search error occurred: Field 'foo' not found.", null, null, null)]
    [InlineData("USER_ERROR", "You must enter at least one line item for this transaction.", null, null, null)]
    [InlineData("USER_ERROR", "The item is inactive.", "item.items[1].item", "item.items[1].item", null)]
    public void Wrong_data_is_rejected_with_the_field_and_the_value(
        string code, string detail, string? path, string? field, string? value)
    {
        var rejected = Outcome(400, code, detail, path).ShouldBeOfType<Outcome.Rejected>();

        rejected.Code.ShouldBe(code);
        rejected.Field.ShouldBe(field);
        rejected.Value.ShouldBe(value);
    }

    [Theory]
    [InlineData(404, "NONEXISTENT_ID", "The record instance does not exist.")]
    [InlineData(404, "RCRD_DSNT_EXIST", "Record not found: x")]
    [InlineData(400, "USER_ERROR", "This record has been locked by a user defined workflow.")]
    public void A_record_that_is_gone_or_locked_is_rejected(int status, string code, string detail) =>
        Outcome(status, code, detail).ShouldBeOfType<Outcome.Rejected>();

    [Fact]
    public void A_closed_period_is_rejected_with_the_date_as_its_field() =>
        Outcome(400, "USER_ERROR", "You cannot post into a closed period.")
            .ShouldBeOfType<Outcome.Rejected>().Field.ShouldBe("tranDate");

    [Fact]
    public void A_wrong_value_that_is_personal_is_withheld()
    {
        var rejected = Outcome(400, "USER_ERROR", "Invalid Field Value jo@example.com for the following field: email")
            .ShouldBeOfType<Outcome.Rejected>();

        rejected.Value.ShouldBeNull();
        rejected.Reason.ShouldNotContain("jo@example.com");
    }

    [Theory]
    [InlineData(403, "INSUFFICIENT_PERMISSION", "You do not have permission to access this record.", "Sales Order")]
    [InlineData(400, "USER_ERROR", "Your current role does not have permission to perform this action.", "Sales Order")]
    [InlineData(403, "INSUFFICIENT_PERMISSION",
        "Permission Violation: You need the 'Transactions -> Find Transaction' permission to access this page.",
        "Transactions -> Find Transaction")]
    public void A_missing_permission_is_named(int status, string code, string detail, string permission) =>
        Outcome(status, code, detail).ShouldBeOfType<Outcome.Rejected>().Reason.ShouldContain(permission);

    [Fact]
    public void An_error_of_an_older_account_has_its_code_beside_the_title() =>
        NetSuiteError.Read(429, """{"title":"Bad Request","status":429,"o:errorCode":"USER_ERROR"}"""u8.ToArray())
            .ShouldBe(new NetSuiteError(429, "USER_ERROR", "Bad Request", null));

    private static Judgement Judge(int status, string code, string detail, string? path = null) =>
        ErrorTable.Judge(new NetSuiteError(status, code, detail, path), "salesOrder");

    private static Outcome Outcome(int status, string code, string detail, string? path = null) =>
        Judge(status, code, detail, path).ShouldBeOfType<Judgement.Settled>().Outcome;
}
