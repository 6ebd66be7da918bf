using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Doors;
using Shouldly;

namespace IntegrationHost.Simulators.Tests.NetSuite;

/// <summary>Answers recorded from a live account, compared with what the played one answers to the same request:
/// status, content type, header names and the keys of the body. Read from where they stand beside the
/// checkout.</summary>
public sealed class FaithfulnessTests
{
    private const string Missing = "no recorded samples stand beside this checkout (../shared/reference/netsuite)";

    private readonly UnsignedAccount _netSuite = new();

    [Fact]
    public void A_SuiteQL_answer_has_the_recorded_shape()
    {
        var sample = Sample("SuiteQL ok");
        _netSuite.Classification("""{"name":"Project 1","externalId":"pr-001","subsidiary":{"items":[{"id":"1"}]}}""");
        _netSuite.Classification("""{"name":"Project 2","subsidiary":{"items":[{"id":"1"}]}}""");
        var request = sample.GetProperty("request");

        var answer = _netSuite.Suiteql(
            request.GetProperty("body").GetProperty("q").GetString()!, "?limit=1000&offset=0");

        ShouldBeAsRecorded(answer, sample.GetProperty("response"));
        var row = UnsignedAccount.Json(answer).GetProperty("items")[0];
        row.EnumerateObject().ShouldAllBe(cell => cell.Name == "links" || cell.Value.ValueKind == JsonValueKind.String);
    }

    [Fact]
    public void An_empty_SuiteQL_answer_has_the_recorded_shape()
    {
        var sample = Sample("SuiteQL empty, no paging params");

        var answer = _netSuite.Suiteql("SELECT c.id FROM classification c WHERE c.id < 0", "");

        ShouldBeAsRecorded(answer, sample.GetProperty("response"));
        UnsignedAccount.Json(answer).GetProperty("links")[0].GetProperty("href").GetString()!.ShouldEndWith("/suiteql");
    }

    [Fact]
    public void An_invoice_is_created_as_recorded()
    {
        var sample = Sample("POST invoice ok (took 7 s)");

        var answer = _netSuite.Send("POST", "invoice", BodyOf(sample));

        ShouldBeAsRecorded(answer, sample.GetProperty("response"));
        Header(answer, "Location")!.ShouldContain("/services/rest/record/v1/invoice/");
    }

    [Fact]
    public void A_payment_is_created_as_recorded_with_its_type_in_small_letters()
    {
        var sample = Sample("POST customerPayment ok (took 32 s!)");
        _netSuite.Send("POST", "invoice", BodyOf(Sample("POST invoice ok (took 7 s)")));
        var invoice = _netSuite.Account.Simulator.State.Of(
            IntegrationHost.Simulators.NetSuite.State.RecordTypes.Invoice).Single().Id;

        var answer = _netSuite.Send("POST", "customerPayment",
            BodyOf(sample).Replace("\"8935\"", $"\"{invoice}\"", StringComparison.Ordinal));

        ShouldBeAsRecorded(answer, sample.GetProperty("response"));
        Header(answer, "Location")!.ShouldContain("/customerpayment/");
    }

    [Fact]
    public void Unknown_fields_are_dropped_and_named_as_recorded()
    {
        var sample = Sample("POST inventoryItem with unknown fields");

        var answer = _netSuite.Send("POST", "inventoryItem", BodyOf(sample));

        ShouldBeAsRecorded(answer, sample.GetProperty("response"));
        var recorded = sample.GetProperty("response").GetProperty("headers")
            .GetProperty("X-NetSuite-PropertyValidation").EnumerateArray().Select(value => value.GetString());
        answer.Headers.Where(header => header.Key == "X-NetSuite-PropertyValidation").Select(header => header.Value)
            .ShouldBe(recorded);
    }

    [Fact]
    public void A_refusal_has_the_recorded_body()
    {
        var sample = Sample("POST invoice without lines").GetProperty("response");

        var answer = _netSuite.Send("POST", "invoice", $$"""{"entity":{"id":"{{Customer()}}"} }""");

        ShouldBeAsRecorded(answer, sample);
        UnsignedAccount.Json(answer).GetProperty("o:errorDetails")[0].GetProperty("detail").GetString()
            .ShouldBe(sample.GetProperty("body").GetProperty("o:errorDetails")[0].GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData(400, "USER_ERROR", "entity already exists", "POST", "customer",
        """{"companyName":"Acme","externalId":"C1"}""")]
    [InlineData(400, "INVALID_KEY_OR_REF", "entitystatus", "POST", "invoice", """{"entity":{"id":"99"}}""")]
    [InlineData(400, "INVALID_ID", "Invalid record instance identifier '000'", "GET", "customer/000", "")]
    [InlineData(404, "NONEXISTENT_ID", "does not exist", "GET", "customer/777", "")]
    public void A_refusal_of_the_corpus_comes_under_its_status_and_code(
        int status, string code, string says, string method, string path, string body)
    {
        var rows = ReferenceFiles.Lines("error-corpus.json", "errors");
        Assert.SkipWhen(rows.Count == 0, Missing);
        rows.ShouldContain(row => row.GetProperty("http").GetInt32() == status
            && row.GetProperty("code").GetString() == code
            && row.GetProperty("detail").GetString()!.Contains(says, StringComparison.OrdinalIgnoreCase));
        Customer();

        var answer = _netSuite.Send(method, path, body);

        answer.Status.ShouldBe(status);
        UnsignedAccount.Json(answer).GetProperty("o:errorDetails")[0].GetProperty("o:errorCode").GetString()
            .ShouldBe(code);
    }

    // Whatever the account itself never says can be played by a fault.
    [Fact]
    public void Every_refusal_of_the_corpus_can_be_played()
    {
        var rows = ReferenceFiles.Lines("error-corpus.json", "errors");
        Assert.SkipWhen(rows.Count == 0, Missing);
        foreach (var row in rows)
        {
            var (status, code) = (row.GetProperty("http").GetInt32(), row.GetProperty("code").GetString()!);
            var detail = row.TryGetProperty("detail", out var given) ? given.GetString()! : "";
            _netSuite.Account.Post("faults", new JsonObject
            {
                ["path"] = "customer",
                ["status"] = status,
                ["code"] = code,
                ["detail"] = detail,
                ["errorPath"] = row.TryGetProperty("path", out var path) ? path.GetString() : null,
            }.ToJsonString());

            var answer = _netSuite.Account.Simulator.Handle(new SimulatedRequest("GET",
                new Uri("http://127.0.0.1:8123/services/rest/record/v1/customer/1"),
                new Dictionary<string, string>(), default));

            answer.Status.ShouldBe(status);
            Header(answer, "Content-Type").ShouldBe("application/vnd.oracle.resource+json; type=error; charset=UTF-8");
            var told = UnsignedAccount.Json(answer).GetProperty("o:errorDetails")[0];
            told.GetProperty("o:errorCode").GetString().ShouldBe(code);
            told.GetProperty("detail").GetString().ShouldBe(detail);
            told.TryGetProperty("o:errorPath", out _).ShouldBe(row.TryGetProperty("path", out _));
        }
    }

    // The ids of the live account, replaced by those of the played one.
    private string BodyOf(JsonElement sample)
    {
        _netSuite.Classification("""{"name":"Project 1"}""");
        _netSuite.Classification("""{"name":"Project 2"}""");
        var text = new StringBuilder(sample.GetProperty("request").GetProperty("body").GetRawText());
        return text.Replace("\"entity\":{\"id\":\"313\"}", $"\"entity\":{{\"id\":\"{Customer()}\"}}")
            .Replace("\"customer\":{\"id\":\"313\"}", $"\"customer\":{{\"id\":\"{Customer()}\"}}")
            .Replace("\"215\"", $"\"{_netSuite.Account.Item("SKU-1")}\"")
            .Replace("\"location\":{\"id\":\"3\"}", "\"location\":{\"id\":\"1\"}")
            .ToString();
    }

    private string Customer()
    {
        _netSuite.Customer();
        return UnsignedAccount.Json(_netSuite.Send("GET", "customer/eid:C1")).GetProperty("id").GetString()!;
    }

    private static void ShouldBeAsRecorded(SimulatedResponse answer, JsonElement recorded)
    {
        answer.Status.ShouldBe(recorded.GetProperty("status").GetInt32());
        var names = answer.Headers.Select(header => header.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var common in Common())
        {
            names.ShouldContain(common);
        }

        if (recorded.TryGetProperty("headers", out var headers))
        {
            foreach (var header in headers.EnumerateObject())
            {
                names.ShouldContain(header.Name);
            }

            if (headers.TryGetProperty("Content-Type", out var type))
            {
                Header(answer, "Content-Type").ShouldBe(type.GetString());
            }
        }

        if (recorded.TryGetProperty("body", out var body) && body.ValueKind == JsonValueKind.Object)
        {
            Keys(UnsignedAccount.Json(answer)).ShouldBe(Keys(body), ignoreOrder: true);
        }
    }

    // Every path of names; what lists hold counts once.
    private static HashSet<string> Keys(JsonElement element, string path = "") => element.ValueKind switch
    {
        JsonValueKind.Object => [.. element.EnumerateObject().SelectMany(field =>
            Keys(field.Value, $"{path}/{field.Name}").Prepend($"{path}/{field.Name}"))],
        JsonValueKind.Array => [.. element.EnumerateArray().SelectMany(item => Keys(item, path))],
        _ => [],
    };

    private static string? Header(SimulatedResponse answer, string name) =>
        answer.Headers.FirstOrDefault(header => header.Key == name).Value;

    private static JsonElement Sample(string name)
    {
        var samples = ReferenceFiles.Lines("recorded-wire-samples.json", "samples");
        Assert.SkipWhen(samples.Count == 0, Missing);
        return samples.Single(sample => sample.GetProperty("case").GetString() == name);
    }

    private static IEnumerable<string> Common() => ReferenceFiles.Read("recorded-wire-samples.json")!.Value
        .GetProperty("common_response_headers").EnumerateObject().Select(header => header.Name);
}
