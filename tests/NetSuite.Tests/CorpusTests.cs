using System.Globalization;
using System.Text.Json;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Errors;
using IntegrationHost.Plugins.NetSuite.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.NetSuite.Tests;

/// <summary>Every refusal of the collected corpus, read from where it stands beside the checkout.</summary>
public sealed class CorpusTests
{
    private const string Missing = "no error corpus stands beside this checkout (../shared/reference/netsuite)";

    // What each row means, by its code and what its sentence says.
    private static readonly (int Status, string Code, string Says, string Means)[] Expected =
    [
        (400, "USER_ERROR", "at least one line item", "rejected"),
        (400, "USER_ERROR", "entity already exists", "exists"),
        (400, "USER_ERROR", "record already exists", "exists"),
        (400, "USER_ERROR", "Invalid Field Value 53384", "rejected"),
        (400, "INVALID_CONTENT", "Invalid Field Value 9999", "rejected"),
        (400, "INVALID_KEY_OR_REF", "entitystatus", "rejected"),
        (400, "INVALID_ID", "Invalid record instance identifier", "rejected"),
        (404, "NONEXISTENT_ID", "does not exist", "rejected"),
        (404, "RCRD_DSNT_EXIST", "Record not found", "rejected"),
        (400, "USER_ERROR", "locked by a user defined workflow", "rejected"),
        (400, "USER_ERROR", "does not have permission", "rejected"),
        (403, "INSUFFICIENT_PERMISSION", "do not have permission", "rejected"),
        (401, "INVALID_LOGIN", "Invalid login attempt", "later"),
        (429, "CONCURRENCY_LIMIT_EXCEEDED", "Concurrent request limit", "later"),
        (400, "CONCURRENCY_LIMIT_EXCEEDED", "Verify your concurrency limits", "later"),
        (400, "IDEMPOTENCY_ERROR", "same idempotency key", "unknown"),
        (400, "INVALID_PARAMETER", "Field 'foo' not found", "rejected"),
        (409, "RCRD_HAS_BEEN_CHANGED", "Record has been changed", "later"),
        (400, "SSS_REQUEST_LIMIT_EXCEEDED", "", "later"),
        (500, "UNEXPECTED_ERROR", "unexpected error", "unknown"),
        (503, "SERVICE_UNAVAILABLE", "temporarily unavailable", "later"),
    ];

    public static TheoryData<int, string, string, string> Rows()
    {
        var rows = new TheoryData<int, string, string, string>();
        foreach (var row in Reference.Lines("error-corpus.json", "errors"))
        {
            rows.Add(row.GetProperty("http").GetInt32(), row.GetProperty("code").GetString()!.Split('|')[0],
                row.TryGetProperty("detail", out var detail) ? detail.GetString()! : "",
                row.TryGetProperty("path", out var path) ? path.GetString()! : "");
        }

        if (rows.Count == 0)
        {
            rows.Add(0, "", "", "");
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_refusal_of_the_corpus_means_what_it_shall(int status, string code, string detail, string path)
    {
        Assert.SkipWhen(status == 0, Missing);
        var expected = Expected.Single(row => row.Status == status && row.Code == code
            && detail.Contains(row.Says, StringComparison.OrdinalIgnoreCase));
        var error = NetSuiteError.Read(status, JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["title"] = "Refused",
            ["status"] = status.ToString(CultureInfo.InvariantCulture),
            ["o:errorDetails"] = new[]
            {
                new Dictionary<string, string?>
                {
                    ["detail"] = detail, ["o:errorCode"] = code, ["o:errorPath"] = path is "" ? null : path,
                },
            },
        }));

        (ErrorTable.Judge(error, "salesOrder") switch
        {
            Judgement.Settled { Outcome: Outcome.Rejected } => "rejected",
            Judgement.Settled { Outcome: Outcome.RetryLater } => "later",
            Judgement.Exists => "exists",
            _ => "unknown",
        }).ShouldBe(expected.Means);
    }

    [Fact]
    public void Every_row_of_the_corpus_has_a_meaning()
    {
        var rows = Reference.Lines("error-corpus.json", "errors");
        Assert.SkipWhen(rows.Count == 0, Missing);

        rows.Count.ShouldBe(Expected.Length);
    }
}
