using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Rest.Rules;

/// <summary>Applies money to documents, and keeps what is left of each.</summary>
internal sealed class Settling(NetSuiteState state)
{
    /// <summary>The document's amount less all that was applied to it or by it.</summary>
    public decimal Remaining(StoredRecord document) => AmountOf(document)
        - state.Applications.Where(one => one.By == document.Id || one.Document == document.Id)
            .Sum(one => one.Amount);

    public static decimal AmountOf(StoredRecord document) =>
        document.Fields.Number(document.Type == RecordTypes.CustomerDeposit
            || document.Type == RecordTypes.CustomerPayment ? "payment" : "total") ?? 0;

    /// <summary>Checks the lines of a list against what is left of their documents.</summary>
    /// <exception cref="RecordFault">A document does not exist, is no such document, or has less left.</exception>
    public decimal Check(JsonObject fields, string sublist, int by)
    {
        var sum = 0m;
        foreach (var (index, line) in fields.Lines(sublist).Index())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{sublist}.items[{index}]");
            if (Document(line) is not { } document)
            {
                throw RecordFault.InvalidReference(line.Reference("doc") ?? "", "doc", $"{path}.doc");
            }

            var own = state.Applications.Where(one => one.By == by && one.Document == document.Id)
                .Sum(one => one.Amount);
            var amount = AmountIn(line, Remaining(document) + own);
            if (amount < 0 || amount > Remaining(document) + own)
            {
                throw RecordFault.InvalidContent(
                    amount.ToString(CultureInfo.InvariantCulture), "amount", $"{path}.amount");
            }

            sum += amount;
        }

        return sum;
    }

    /// <summary>Makes the applications of the record's lists anew.</summary>
    public void Apply(StoredRecord record, params string[] sublists)
    {
        var touched = Undo(record);
        foreach (var line in sublists.SelectMany(record.Lines))
        {
            if (Document(line) is { } document)
            {
                var amount = AmountIn(line, Remaining(document));
                line["amount"] = amount;
                state.Applications.Add(new Application(record.Id, document.Id, amount));
                touched.Add(document);
            }
        }

        foreach (var document in touched.Distinct())
        {
            Refresh(document);
            state.Touch(document);
        }
    }

    /// <summary>Takes back what the record applied; gives the documents.</summary>
    public List<StoredRecord> Undo(StoredRecord record)
    {
        var documents = state.Applications.Where(one => one.By == record.Id)
            .Select(one => state.Family(RecordType.Transactions).FirstOrDefault(doc => doc.Id == one.Document))
            .OfType<StoredRecord>().ToList();
        state.Applications.RemoveAll(one => one.By == record.Id);
        documents.ForEach(Refresh);
        return documents;
    }

    /// <summary>Brings the amounts and the status of a document up to date.</summary>
    public void Refresh(StoredRecord document)
    {
        var left = Remaining(document);
        var (settled, open) = document.Type.Name switch
        {
            "invoice" => ("B", "A"),
            "creditMemo" => ("B", "A"),
            "customerDeposit" => ("C", document.Fields["account"] is null ? "A" : "B"),
            "cashSale" => ("C", "C"),
            "customerPayment" => ("C", "B"),
            _ => ("", ""),
        };
        if (settled is not "")
        {
            document.Fields["status"] = JsonFields.ReferenceTo(left <= 0 ? settled : open, null);
        }

        if (document.Type == RecordTypes.Invoice || document.Type == RecordTypes.CreditMemo)
        {
            document.Fields["amountRemaining"] = left;
            document.Fields["amountPaid"] = AmountOf(document) - left;
        }
        else if (document.Type == RecordTypes.CustomerDeposit || document.Type == RecordTypes.CustomerPayment)
        {
            document.Fields["unapplied"] = left;
            document.Fields["applied"] = AmountOf(document) - left;
        }
    }

    private StoredRecord? Document(JsonObject line) =>
        line["apply"] is null || line.Flag("apply")
            ? state.InFamily(RecordType.Transactions, line.Reference("doc"))
            : null;

    private static decimal AmountIn(JsonObject line, decimal left) => line.Number("amount") ?? left;
}
