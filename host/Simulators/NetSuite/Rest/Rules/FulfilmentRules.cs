using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Rest.Rules;

/// <summary>Item fulfilments: parcels' numbers, and the stock that leaves when it is shipped.</summary>
internal sealed class FulfilmentRules(NetSuiteState state, TransactionDefaults defaults) : IRecordRules
{
    public void Complete(JsonObject fields, StoredRecord? standing)
    {
        defaults.Complete(fields, "entity", posting: true);
        var letter = fields.Reference("shipStatus") ?? "C";
        fields["shipStatus"] = JsonFields.ReferenceTo(letter, NameOf(letter));
        fields["status"] = JsonFields.ReferenceTo(letter, NameOf(letter));
        if (state.RequiresLocations && fields.Lines("item").Any(line => line["location"] is null))
        {
            throw RecordFault.User("Please enter value(s) for: Items list: Location");
        }
    }

    public void Saved(StoredRecord record)
    {
        Number(record);
        if (record.Fields.Reference("shipStatus") == "C" && !record.HasLeft)
        {
            record.HasLeft = true;
            Move(record, -1);
        }
    }

    public void Deleted(StoredRecord record)
    {
        if (record.HasLeft)
        {
            Move(record, 1);
        }
    }

    private void Move(StoredRecord record, int direction)
    {
        foreach (var line in record.Lines("item"))
        {
            state.StockBook.Move(
                line.Reference("item"), line.Reference("location"), direction * (line.Number("quantity") ?? 0));
        }
    }

    // Brings the numbers of the parcels into line with the fulfilment's packages.
    private void Number(StoredRecord fulfilment)
    {
        state.TrackingNumbers.RemoveAll(number => number.Transaction == fulfilment.Id);
        foreach (var number in fulfilment.Lines("package").Select(line => line.Text("packageTrackingNumber")))
        {
            if (number is { Length: > 0 })
            {
                var id = state.LastTrackingNumber += 1;
                state.TrackingNumbers.Add(new TrackingNumber(id, number, fulfilment.Id));
            }
        }
    }

    private static string NameOf(string shipStatus) => shipStatus switch
    {
        "A" => "Picked",
        "B" => "Packed",
        "C" => "Shipped",
        _ => throw RecordFault.InvalidReference(shipStatus, "shipStatus", "shipStatus"),
    };
}
