using IntegrationHost.Storage.Postgres;
using Npgsql;

namespace IntegrationHost.Storage.Postgres.Schema;

/// <summary>Makes the schema, brings it up to date, and refuses one that is not what this host left there. One host at
/// a time does it; each file is one transaction with the row that says it was applied.</summary>
internal sealed class SchemaSetup(string schema)
{
    private const int ServerLeast = 130000; // PostgreSQL 13.
    private const string Versions = "schema_version";

    /// <summary>Applies what is missing.</summary>
    /// <exception cref="StoreUnusableException">The server or the schema cannot be used.</exception>
    public async Task RunAsync(NpgsqlConnection connection, NpgsqlConnectionStringBuilder at, CancellationToken cancel)
    {
        await CheckServerAsync(connection, at, cancel);
        await using var unit = await connection.BeginTransactionAsync(cancel);
        await DoAsync(connection, "select pg_advisory_xact_lock(hashtextextended('ihost schema ' || $1, 0))", cancel,
            schema);
        var applied = await AppliedAsync(connection, cancel);
        Compare(applied);
        if (applied.Count > 0)
        {
            await CheckShapeAsync(connection, applied[^1].Shape, cancel);
        }

        foreach (var migration in Migration.All.Skip(applied.Count))
        {
            await ApplyAsync(connection, migration, cancel);
        }

        await unit.CommitAsync(cancel);
    }

    private static async Task CheckServerAsync(
        NpgsqlConnection connection, NpgsqlConnectionStringBuilder at, CancellationToken cancel)
    {
        var (version, encoding, readOnly) = (await connection.Ask("""
            select current_setting('server_version_num')::int, current_setting('server_encoding'),
                pg_is_in_recovery() or current_setting('transaction_read_only') = 'on'
            """).ListAsync(row => (row.GetInt32(0), row.GetString(1), row.GetBoolean(2)), cancel))[0];
        if (readOnly)
        {
            throw new StoreUnusableException(Faults.ReadOnly(at));
        }

        if (version < ServerLeast)
        {
            throw new StoreUnusableException($"PostgreSQL at {at.Host}:{at.Port} is version {version / 10000}; the "
                + $"host needs {ServerLeast / 10000} or later");
        }

        if (encoding != "UTF8")
        {
            throw new StoreUnusableException($"the database '{at.Database}' has the encoding {encoding}; create one "
                + "with UTF8, or names of customers cannot be kept");
        }
    }

    private async Task<List<Applied>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var tables = await connection.Ask("select c.relname::text from pg_class c join pg_namespace n "
                + "on n.oid = c.relnamespace where n.nspname = $1 and c.relkind in ('r', 'p', 'v', 'm')", schema)
            .ListAsync(row => row.GetString(0), cancel);
        if (tables.Contains(Versions))
        {
            return await connection
                .Ask($"select number, name, checksum, shape from {schema}.{Versions} order by number")
                .ListAsync(row => new Applied(row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetString(3)),
                    cancel);
        }

        if (tables.Count > 0)
        {
            throw new StoreUnusableException($"the schema '{schema}' holds '{tables.Order().First()}', which no host "
                + "made; give the host a schema of its own");
        }

        await DoAsync(connection, $"create schema if not exists {schema}", cancel);
        await DoAsync(connection, $"""
            create table {schema}.{Versions} (
                number int primary key, name text not null, checksum text not null, shape text not null,
                applied_at timestamptz not null default clock_timestamp())
            """, cancel);
        return [];
    }

    private void Compare(List<Applied> applied)
    {
        foreach (var (row, at) in applied.Select((row, at) => (row, at)))
        {
            if (at >= Migration.All.Count)
            {
                throw new StoreUnusableException($"the schema '{schema}' has version {applied[^1].Number} and this "
                    + $"host knows versions up to {Migration.All[^1].Number}: a newer host made it; start that one, or "
                    + "restore a dump that this one made");
            }

            if (row.Number != Migration.All[at].Number || row.Checksum != Migration.All[at].Checksum)
            {
                throw new StoreUnusableException($"the schema '{schema}' was made by another '{row.Name}' than the one "
                    + "this host has; start the version that made it, or restore a dump");
            }
        }
    }

    private async Task CheckShapeAsync(NpgsqlConnection connection, string shape, CancellationToken cancel)
    {
        var found = await ShapeAsync(connection, cancel);
        if (found == shape)
        {
            return;
        }

        var (was, now) = (shape.Split('\n'), found.Split('\n'));
        var difference = was.Except(now).Select(line => $"'{line}' is missing")
            .Concat(now.Except(was).Select(line => $"'{line}' is new")).FirstOrDefault("its order");
        throw new StoreUnusableException($"the schema '{schema}' is not as the host made it: {difference}; undo that "
            + "change, or restore a dump");
    }

    private async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancel)
    {
        await DoAsync(connection, $"set local search_path to {schema}", cancel);
        await DoAsync(connection, migration.Sql, cancel);
        await DoAsync(
            connection,
            $"insert into {schema}.{Versions}(number, name, checksum, shape) values ($1, $2, $3, $4)", cancel,
            migration.Number, migration.Name, migration.Checksum, await ShapeAsync(connection, cancel));
    }

    // The columns of our tables, their unique keys, and what our functions do; the days of the delivery keys come and
    // go, indexes may be added.
    private async Task<string> ShapeAsync(NpgsqlConnection connection, CancellationToken cancel) => string.Join('\n',
        await connection.Ask("""
            select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                || case when a.attnotnull then ' not null' else '' end
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid
            where n.nspname = $1 and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'schema_version'
                and a.attnum > 0 and not a.attisdropped
            union all
            select c.relname || ' key ' || pg_get_constraintdef(k.oid)
            from pg_constraint k
            join pg_class c on c.oid = k.conrelid
            join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = $1 and k.contype in ('p', 'u') and not c.relispartition and c.relname <> 'schema_version'
            union all
            select p.proname || ' function ' || md5(pg_get_function_arguments(p.oid) || p.prosrc)
            from pg_proc p
            join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = $1
            order by 1
            """, schema).ListAsync(row => row.GetString(0), cancel));

    private static async Task DoAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancel, params object[] values)
    {
        await using var command = connection.Ask(sql, values);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private sealed record Applied(int Number, string Name, string Checksum, string Shape);
}
