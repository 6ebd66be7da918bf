using IntegrationHost.Storage.Payloads;
using Npgsql;

namespace IntegrationHost.Storage.Postgres;

/// <summary>Where the state is kept in PostgreSQL, and how this host behaves there.</summary>
public sealed record PostgresOptions
{
    /// <summary>The schema when none is named.</summary>
    public const string SchemaDefault = "ihost";
    private const int NameMost = 63; // PostgreSQL cuts longer names off.
    private static readonly TimeSpan LeaseLeast = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LeaseMost = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan OutageLeast = TimeSpan.FromSeconds(1);

    /// <summary>As Npgsql reads it; holds a password, so it is never shown.</summary>
    public required string Connection { get; init; }

    /// <summary>Of this host: one process has it at a time. The last one to come with a name has it.</summary>
    public required string HostName { get; init; }

    /// <summary>How payloads are kept.</summary>
    public required IPayloadSeal Seal { get; init; }

    /// <summary>The schema that is the host's own: lower case letters, digits and underscores.</summary>
    public string Schema { get; init; } = SchemaDefault;

    /// <summary>The clock of waits and of the lease on this side; the other side is the database's own.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>After so long without a sign of life the lanes of a host may be taken by others.</summary>
    public TimeSpan LeaseFor { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long callers wait while the server cannot be reached; after that the store has failed.</summary>
    public TimeSpan OutageMost { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Connections at most; one of them listens.</summary>
    public int ConnectionsMost { get; init; } = 20;

    /// <summary>Appends that are written at the same time.</summary>
    public int AppendersMost { get; init; } = 4;

    /// <summary>Groups of settlements that are written at the same time.</summary>
    public int SettlersMost { get; init; } = 2;

    /// <summary>Without the connection.</summary>
    public override string ToString() => $"PostgreSQL, schema {Schema}, as host {HostName}";

    /// <summary>Says in a sentence what is wrong, or reads the connection.</summary>
    /// <exception cref="StoreUnusableException">Something is.</exception>
    internal NpgsqlConnectionStringBuilder Checked()
    {
        Check(Schema.Length is > 0 and <= NameMost
            && Schema.All(each => each is >= 'a' and <= 'z' or >= '0' and <= '9' or '_') && !char.IsDigit(Schema[0])
            && !Schema.StartsWith("pg_", StringComparison.Ordinal) && Schema != "public",
            $"the schema '{Schema}' cannot be used: lower case letters, digits and underscores, not 'public'");
        Check(HostName.Length is > 0 and <= NameMost, $"the host's name must have 1 to {NameMost} characters");
        Check(LeaseFor >= LeaseLeast && LeaseFor <= LeaseMost,
            $"the lease must last {LeaseLeast.TotalSeconds:0} to {LeaseMost.TotalSeconds:0} seconds");
        Check(OutageMost >= OutageLeast, $"callers must wait {OutageLeast.TotalSeconds:0} second or more in an outage");
        Check(AppendersMost is >= 1 and <= 16 && SettlersMost is >= 1 and <= 16,
            "1 to 16 groups may be written at the same time");
        Check(ConnectionsMost >= AppendersMost + SettlersMost + 3 && ConnectionsMost <= 200,
            $"{ConnectionsMost} connections do not suffice or are more than 200");
        return Parsed();
    }

    private NpgsqlConnectionStringBuilder Parsed()
    {
        try
        {
            var parsed = new NpgsqlConnectionStringBuilder(Connection);
            Check(!string.IsNullOrEmpty(parsed.Host), "the connection names no host");
            return parsed;
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or InvalidOperationException)
        {
            // Without the fault: it may quote a part of the text, and the password is one.
            throw new StoreUnusableException("the connection to PostgreSQL cannot be read; it is written like "
                + "Host=db.example.com;Database=ihost;Username=ihost;Password=…");
        }
    }

    private static void Check(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new StoreUnusableException($"state in PostgreSQL: {otherwise}");
        }
    }
}
