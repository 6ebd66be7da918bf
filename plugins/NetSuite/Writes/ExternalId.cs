using System.Text.RegularExpressions;
using IntegrationHost.Connectors;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.NetSuite.Writes;

/// <summary>The key under which a write is found again. NetSuite reads a <c>|</c> as a list and other signs as part
/// of the address, so only letters, digits, <c>_</c> and <c>-</c> are allowed.</summary>
internal static partial class ExternalId
{
    public const string Field = "externalId";

    /// <summary>The record's external id, or why it cannot be written.</summary>
    public static string? Of(Record record, out Outcome.Rejected? fault)
    {
        var id = TextIn(record, Field);
        fault = id switch
        {
            null or "" => new Outcome.Rejected(
                "the record has no externalId, without which a repeated write would double it; set it in the script",
                null, Field),
            _ when !Allowed().IsMatch(id) => new Outcome.Rejected(
                $"an externalId may have letters, digits, _ and -, {LengthMax} at most; correct it in the script",
                null, Field, id),
            _ => null,
        };
        return fault is null ? id : null;
    }

    /// <summary>The text of a field; null where there is none, and where a script put a list or a record.</summary>
    public static string? TextIn(Record record, string field)
    {
        try
        {
            return record.TextOrNull(field);
        }
        catch (RecordException)
        {
            return null;
        }
    }

    private const int LengthMax = 255;

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,255}\z")]
    private static partial Regex Allowed();
}
