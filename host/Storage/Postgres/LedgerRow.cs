using System.Data.Common;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Storage.Postgres;

/// <summary>How an entry of the ledger is read from its columns.</summary>
internal static class LedgerRow
{
    /// <summary>The columns, of an alias l.</summary>
    public const string Columns =
        "l.state, l.name, l.version, l.print, l.target, l.target_id, l.target_version, l.script, l.at, l.agreed";

    public static LedgerEntry EntryOf(DbDataReader row, int from) => new(
        (EntryState)row.GetInt16(from), row.Text(from + 1), row.Text(from + 2), row.Text(from + 3), row.Text(from + 4),
        row.Text(from + 5), row.Text(from + 6), row.Text(from + 7), row.Instant(from + 8))
    {
        Agreed = row.TextOrNull(from + 9) ?? "",
    };
}
