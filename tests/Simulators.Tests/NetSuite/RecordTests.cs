using Shouldly;

namespace IntegrationHost.Simulators.Tests.NetSuite;

/// <summary>The record service.</summary>
public sealed class RecordTests
{
    private readonly UnsignedAccount _netSuite = new();

    public RecordTests() => _netSuite.Customer();

    [Fact]
    public void A_write_answers_with_the_lower_cased_address()
    {
        var answer = _netSuite.Order("O-1", Line("SKU-1"));

        answer.Status.ShouldBe(204);
        answer.Headers.ShouldContain(new KeyValuePair<string, string>(
            "Location", "http://127.0.0.1:8123/services/rest/record/v1/salesorder/1"));
    }

    [Fact]
    public void Lines_are_appended_unless_the_list_is_replaced()
    {
        _netSuite.Order("O-1", Line("SKU-1"));
        _netSuite.Order("O-1", Line("SKU-1"));
        Lines().ShouldBe(2);

        _netSuite.Order("O-1", Line("SKU-2"), "?replace=item");
        Lines().ShouldBe(1);
    }

    [Fact]
    public void An_unknown_name_is_dropped_with_a_header_or_refused()
    {
        var dropped = _netSuite.Send("PATCH", "customer/1", """{"colour":"red"}""");
        var refused = _netSuite.Send("PATCH", "customer/1", """{"colour":"red"}""", strict: true);

        dropped.Status.ShouldBe(204);
        dropped.Headers.ShouldContain(header => header.Key == "X-NetSuite-PropertyValidation");
        refused.Status.ShouldBe(400);
    }

    [Fact]
    public void A_reference_to_nothing_is_refused_with_its_path()
    {
        var error = UnsignedAccount.Json(_netSuite.Order("O-1", """{"item":{"id":"99"},"quantity":1}"""))
            .GetProperty("o:errorDetails")[0];

        error.GetProperty("o:errorCode").GetString().ShouldBe("INVALID_KEY_OR_REF");
        error.GetProperty("o:errorPath").GetString().ShouldBe("item.items[0].item");
        _netSuite.Account.Get("summary").GetProperty("salesOrders").GetInt32().ShouldBe(0);
    }

    [Fact]
    public void An_external_id_belongs_to_one_record() =>
        _netSuite.Send("POST", "customer", """{"companyName":"Acme","externalId":"C1"}""").Status.ShouldBe(400);

    [Fact]
    public void A_transform_ships_what_is_open_and_nothing_twice()
    {
        _netSuite.Order("O-1", Line("SKU-1"));

        var part = Transform("""{"item":{"items":[{"orderLine":1,"quantity":1}]}}""");
        var tooMany = Transform("""{"item":{"items":[{"orderLine":1,"quantity":2}]}}""");
        var rest = Transform("");
        var nothing = Transform("");

        (part.Status, tooMany.Status, rest.Status, nothing.Status).ShouldBe((204, 400, 204, 400));
        _netSuite.Account.Get("summary").GetProperty("itemFulfillments").GetInt32().ShouldBe(2);
    }

    [Fact]
    public void What_is_deleted_is_gone_and_known_as_deleted()
    {
        _netSuite.Send("DELETE", "customer/eid:C1").Status.ShouldBe(204);

        _netSuite.Send("GET", "customer/eid:C1").Status.ShouldBe(404);
        _netSuite.Query("SELECT d.recordid FROM deletedrecord d WHERE d.recordtypeid = 'customer'")
            .GetProperty("count").GetInt32().ShouldBe(1);
    }

    private Doors.SimulatedResponse Transform(string body) =>
        _netSuite.Send("POST", "salesOrder/eid:O-1/%21transform/itemFulfillment", body);

    private int Lines() => UnsignedAccount.Json(_netSuite.Send("GET", "salesOrder/eid:O-1?expandSubResources=true"))
        .GetProperty("item").GetProperty("items").GetArrayLength();

    private string Line(string itemId) =>
        $$"""{"item":{"id":"{{_netSuite.Account.Item(itemId)}}"},"quantity":2,"rate":3}""";
}
