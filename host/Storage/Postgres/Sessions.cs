using Npgsql;

namespace IntegrationHost.Storage.Postgres;

/// <summary>How connections are made.</summary>
internal static class Sessions
{
    private const int PreparedMost = 100;
    private const int ConnectSeconds = 5;
    private const int CommandSeconds = 30;
    private const int KeepAliveSeconds = 15;

    // Acknowledged means on disk, whatever the server's default. Plans are made once and go by index: made while a
    // table was empty they would scan it for as long as nobody analysed it.
    private const string Settings = """
        select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off';
        set plan_cache_mode = force_generic_plan;
        set enable_seqscan = off;
        set jit = off;
        set idle_in_transaction_session_timeout = '60s'
        """;

    /// <summary>The connections of the store's units.</summary>
    public static NpgsqlDataSource Working(NpgsqlConnectionStringBuilder at, PostgresOptions options)
    {
        var builder = new NpgsqlDataSourceBuilder(Common(at, options).ConnectionString);
        var settings = builder.ConnectionStringBuilder;
        settings.MaxPoolSize = options.ConnectionsMost;
        settings.MaxAutoPrepare = PreparedMost;
        settings.NoResetOnClose = true; // A reset would take the settings back, and costs a round trip.
        builder.UsePhysicalConnectionInitializer(
            connection =>
            {
                using var set = new NpgsqlCommand(Settings, connection);
                set.ExecuteNonQuery();
            },
            async connection =>
            {
                await using var set = new NpgsqlCommand(Settings, connection);
                await set.ExecuteNonQueryAsync();
            });
        return builder.Build();
    }

    /// <summary>One connection at a time that is never shared: for setting up, and for listening.</summary>
    public static NpgsqlDataSource Single(NpgsqlConnectionStringBuilder at, PostgresOptions options)
    {
        var builder = new NpgsqlDataSourceBuilder(Common(at, options).ConnectionString);
        builder.ConnectionStringBuilder.Pooling = false;
        builder.ConnectionStringBuilder.KeepAlive = KeepAliveSeconds;
        return builder.Build();
    }

    private static NpgsqlConnectionStringBuilder Common(NpgsqlConnectionStringBuilder at, PostgresOptions options) =>
        new(at.ConnectionString)
        {
            SearchPath = options.Schema,
            ApplicationName = $"ihost {options.HostName}",
            Timeout = ConnectSeconds,
            CommandTimeout = CommandSeconds,
            TcpKeepAlive = true,
            Enlist = false,
            IncludeErrorDetail = false,
            PersistSecurityInfo = false,
        };
}
