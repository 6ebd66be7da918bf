namespace IntegrationHost.Storage.Postgres;

/// <summary>A group of settlements is one statement, see <c>Schema/0003_settling.sql</c>.</summary>
internal static class SettleSql
{
    /// <summary>$1 the host, $2 its slot of the tally, $3 and $4 what links bring and to whose settlement it belongs,
    /// $5 the lanes, from $6 the columns of <see cref="SettleColumns"/>. Answers which settlements took place, and the
    /// lanes in which records were released.</summary>
    public const string Settle = """
        select settled, released from settle_records($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
            $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36)
        """;
}
