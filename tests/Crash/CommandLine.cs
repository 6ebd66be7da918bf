using System.Globalization;
using IntegrationHost.Crash.Certifying;

namespace IntegrationHost.Crash;

/// <summary>The words of the command, and what becomes of them.</summary>
internal static class CommandLine
{
    private const int Fine = 0;
    private const int Wrong = 1;
    private const int WrongUse = 2;

    private const string Help = """
        Kills a process that writes through the state ports, opens the state again and compares everything.

          dotnet run --project tests/Crash -c Release -- --store embedded|postgres --kills N --seed S [--json]

          --store S    embedded or postgres
          --kills N    how often (200)
          --seed S     dice; printed, another one each time where it is not given
          --mode M     kill (default; for postgres the server too); for embedded also
                       torn-tail, bit-flip, zeroed-page, truncated, deleted-file (after each kill),
                       power-cut, full-disk, failing-sync (on a disk played in memory)
          --callers N  callers at once (8)
          --folder F   where states are kept (the temporary folder)
          --json       the last line is one object
        """;

    public static async Task<int> RunAsync(
        string[] args, TextWriter output, TextWriter errors, CancellationToken cancel)
    {
        if (args is ["--help"] or ["-h"])
        {
            output.WriteLine(Help);
            return Fine;
        }

        Options options;
        try
        {
            options = Read(args);
        }
        catch (FormatException fault)
        {
            errors.WriteLine($"{fault.Message}; --help lists what can be given");
            return WrongUse;
        }

        var folder = Directory.CreateDirectory(
            Path.Combine(options.Folder, $"ihost-crash-{Environment.ProcessId}-{options.Seed}"));
        var begun = TimeProvider.System.GetTimestamp();
        output.WriteLine($"{options.Store}, {options.Mode}, {options.Kills} kills, seed {options.Seed}");
        var tally = await Certification.RunAsync(options with { Folder = folder.FullName }, output, cancel);
        if (!tally.HasFaults)
        {
            folder.Delete(recursive: true);
        }

        var took = TimeProvider.System.GetElapsedTime(begun);
        output.WriteLine(
            $"{tally.Kills} kills in {took.TotalSeconds:0.0} s, {tally.Acknowledged} acknowledged, {tally.Lost} lost,"
            + $" {tally.Half} half, {tally.Different} differing, {tally.Refused} refused, seed {options.Seed}");
        if (args.Contains("--json"))
        {
            output.WriteLine(tally.ToJson().ToJsonString());
        }

        return tally.HasFaults ? Wrong : Fine;
    }

    private static Options Read(string[] args)
    {
        var given = new Dictionary<string, string>();
        for (var at = 0; at < args.Length; at++)
        {
            var word = args[at];
            if (word == "--json")
            {
                continue;
            }

            if (word is not ("--store" or "--kills" or "--seed" or "--mode" or "--callers" or "--folder"))
            {
                throw new FormatException($"'{word}' is not known");
            }

            given[word] = ++at < args.Length ? args[at] : throw new FormatException($"'{word}' needs a value");
        }

        var options = new Options
        {
            Store = given.GetValueOrDefault("--store") ?? throw new FormatException("--store is missing"),
            Mode = given.GetValueOrDefault("--mode", "kill"),
            Kills = NumberOf(given, "--kills", 200, least: 1),
            Seed = NumberOf(given, "--seed", Environment.TickCount & int.MaxValue, least: 0),
            Callers = NumberOf(given, "--callers", 8, least: 1),
            Folder = given.GetValueOrDefault("--folder", Path.GetTempPath()),
        };
        Certification.Check(options);
        return options;
    }

    private static int NumberOf(Dictionary<string, string> given, string name, int otherwise, int least)
    {
        if (!given.TryGetValue(name, out var text))
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new FormatException($"{name} is a whole number from {least} on, not '{text}'");
    }
}
