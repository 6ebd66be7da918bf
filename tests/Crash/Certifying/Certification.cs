using IntegrationHost.Crash.Damage;
using IntegrationHost.Crash.Played;
using IntegrationHost.Crash.Stores;
using IntegrationHost.Tests.Servers;

namespace IntegrationHost.Crash.Certifying;

/// <summary>The modes by name.</summary>
internal static class Certification
{
    /// <exception cref="FormatException">There is no such store or mode.</exception>
    public static void Check(Options options)
    {
        if (options.Store is not (StoreDoors.Embedded or StoreDoors.Postgres)
            && !StoreDoors.Broken.ContainsKey(options.Store))
        {
            throw new FormatException($"there is no store '{options.Store}': embedded or postgres");
        }

        if (options.Store == StoreDoors.Postgres && PostgresServer.Missing is { } missing)
        {
            throw new FormatException(missing);
        }

        var damaged = Wound.Modes.ContainsKey(options.Mode) && options.Store != StoreDoors.Postgres;
        var played = Trouble.Modes.ContainsKey(options.Mode) && PlayedDoors.Knows(options.Store);
        if (options.Mode is not "kill" && !played && !damaged)
        {
            throw new FormatException($"there is no mode '{options.Mode}' for {options.Store}");
        }
    }

    public static async Task<Tally> RunAsync(Options options, TextWriter say, CancellationToken cancel)
    {
        var tally = new Tally(options, say);
        if (Trouble.Modes.ContainsKey(options.Mode))
        {
            await new PlayedMode(options, tally).RunAsync(cancel);
            return tally;
        }

        await using var lives = await Lives.BeginAsync(options, tally, say, cancel);
        await (Wound.Modes.ContainsKey(options.Mode)
            ? new DamageMode(options, tally, lives, say).RunAsync(cancel)
            : new KillMode(options, tally, lives).RunAsync(cancel));
        return tally;
    }
}
