using System.Data.Common;
using Npgsql;
using NpgsqlTypes;

namespace IntegrationHost.Storage.Postgres;

/// <summary>Small words for statements with positional parameters and for reading their answers.</summary>
internal static class Statements
{
    public static NpgsqlBatch Then(this NpgsqlBatch batch, string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(ParameterOf(value));
        }

        batch.BatchCommands.Add(command);
        return batch;
    }

    public static NpgsqlCommand Ask(this NpgsqlConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(ParameterOf(value));
        }

        return command;
    }

    public static DateTimeOffset Instant(this DbDataReader row, int column) => new(row.GetInt64(column), TimeSpan.Zero);

    public static string Text(this DbDataReader row, int column) => StoredText.Read(row.GetString(column));

    public static string? TextOrNull(this DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.Text(column);

    public static async Task<List<T>> ListAsync<T>(
        this NpgsqlCommand command, Func<DbDataReader, T> read, CancellationToken cancel)
    {
        await using (command)
        {
            await using var rows = await command.ExecuteReaderAsync(cancel);
            return await rows.ListAsync(read, cancel);
        }
    }

    public static async Task<List<T>> ListAsync<T>(
        this DbDataReader rows, Func<DbDataReader, T> read, CancellationToken cancel)
    {
        var list = new List<T>();
        while (await rows.ReadAsync(cancel))
        {
            list.Add(read(rows));
        }

        return list;
    }

    private static NpgsqlParameter ParameterOf(object? value) => value switch
    {
        // A text that may be null: the server cannot guess the type of a bare null.
        null => new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
        byte[] bytes => new NpgsqlParameter { Value = bytes, NpgsqlDbType = NpgsqlDbType.Bytea },
        _ => new NpgsqlParameter { Value = value },
    };
}
