using System.Net.Sockets;
using Npgsql;

namespace IntegrationHost.Storage.Postgres;

/// <summary>What a fault of the driver means, and how it is told. Never the connection string. Pure.</summary>
internal static class Faults
{
    private static readonly string[] PassingStates =
    [
        PostgresErrorCodes.ReadOnlySqlTransaction, // The server became a standby: another one takes over.
        PostgresErrorCodes.AdminShutdown, PostgresErrorCodes.CrashShutdown, PostgresErrorCodes.CannotConnectNow,
        PostgresErrorCodes.SerializationFailure, PostgresErrorCodes.DeadlockDetected,
        PostgresErrorCodes.TooManyConnections, PostgresErrorCodes.QueryCanceled, PostgresErrorCodes.LockNotAvailable,
    ];

    // Two units made the row of one record, or of one pair, at the same time: the later one looks again.
    private static readonly string[] Rows = ["pending_pkey", "ledger_pkey", "link_pkey"];

    /// <summary>Whether it may work a moment later: the server restarts, the network blinks, two units met.</summary>
    public static bool IsPassing(Exception fault) => fault switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: { } key } =>
            Rows.Contains(key),
        PostgresException told => PassingStates.Contains(told.SqlState)
            || told.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException => true, // The connection broke, or none could be made in time.
        SocketException or IOException or TimeoutException => true,
        _ => false,
    };

    /// <summary>Whether the server certainly did nothing: it said so itself.</summary>
    public static bool IsOfTheData(Exception fault) =>
        fault is PostgresException { SqlState: ['2', '2', ..] or ['2', '3', ..] or ['5', '4', ..] or ['2', '1', ..] };

    /// <summary>A fault at opening, in a sentence with what can be done.</summary>
    public static StoreUnusableException AtOpening(Exception fault, NpgsqlConnectionStringBuilder at)
    {
        var server = $"{at.Host}:{at.Port}";
        var text = fault switch
        {
            PostgresException { SqlState: PostgresErrorCodes.InvalidPassword } =>
                $"PostgreSQL at {server} refuses the password of '{at.Username}'; correct it in the connection's "
                + "secret",
            PostgresException { SqlState: PostgresErrorCodes.InvalidAuthorizationSpecification } =>
                $"PostgreSQL at {server} does not let '{at.Username}' in; check the user and the server's pg_hba.conf",
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
                $"PostgreSQL at {server} has no database '{at.Database}'; create it, empty, with UTF8 encoding",
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } told =>
                $"PostgreSQL at {server} does not allow '{at.Username}' what the host needs ({told.MessageText}); "
                + "make it the owner of the database or of the schema",
            PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => ReadOnly(at),
            PostgresException told =>
                $"PostgreSQL at {server} answered {told.SqlState}: {told.MessageText}; nothing was changed",
            _ => $"PostgreSQL at {server} cannot be reached ({Reason(fault)}); check that it runs and that the address "
                + "is right",
        };
        return new StoreUnusableException(text, fault);
    }

    /// <summary>For a server that takes no writes.</summary>
    public static string ReadOnly(NpgsqlConnectionStringBuilder at) =>
        $"the database '{at.Database}' of PostgreSQL at {at.Host}:{at.Port} is read-only: connect to the primary "
        + "server, or turn default_transaction_read_only off";

    /// <summary>A fault in one sentence without what nobody can act on.</summary>
    public static string Reason(Exception fault) => fault is PostgresException told
        ? $"{told.SqlState}: {told.MessageText}"
        : (fault.InnerException ?? fault).Message;
}
