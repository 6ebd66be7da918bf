using System.Globalization;
using IntegrationHost.Simulation.Defects;
using IntegrationHost.Simulation.Running;

namespace IntegrationHost.Simulation;

/// <summary>The words of the command, and what becomes of them.</summary>
internal static class CommandLine
{
    private const int Fine = 0;
    private const int Wrong = 1;
    private const int WrongUse = 2;

    private const string Help = """
        Plays the host between a shop and an account in virtual time, with everything that can go wrong, and checks
        that nothing is lost, doubled or overtaken.

          dotnet run --project tests/Simulation -c Release -- --seeds N --from S [--defect NAME] [--json]

          --seeds N        how many runs (100)
          --from S         the first seed (1)
          --defect NAME    plants a defect that must be found
          --list-defects   names all defects
          --trace          tells what happens in each run
          --twice          plays each seed twice, which must take the same course
          --at-once N      runs at the same time (as many as the machine has cores)
          --whole          tells a failing seed with all its events, not with the fewest that show it
          --json           the last line is one object
        """;

    public static int Run(string[] args, TextWriter output, TextWriter errors)
    {
        switch (args)
        {
            case ["--help"] or ["-h"]:
                output.WriteLine(Help);
                return Fine;
            case ["--list-defects"]:
                foreach (var (name, (what, _)) in KnownDefects.All)
                {
                    output.WriteLine($"{name,-28} {what}");
                }

                return Fine;
        }

        try
        {
            var options = Read(args);
            var tally = Series.Play(options, output);
            output.WriteLine(tally);
            if (options.Json)
            {
                output.WriteLine(tally.ToJson());
            }

            return tally.Failed == 0 ? Fine : Wrong;
        }
        catch (FormatException fault)
        {
            errors.WriteLine($"{fault.Message}; --help lists what can be given");
            return WrongUse;
        }
    }

    private static SeriesOptions Read(string[] args)
    {
        var given = new Dictionary<string, string>();
        for (var at = 0; at < args.Length; at++)
        {
            var word = args[at];
            given[word] = word switch
            {
                "--json" or "--trace" or "--whole" or "--twice" => "yes",
                "--seeds" or "--from" or "--defect" or "--at-once" =>
                    ++at < args.Length ? args[at] : throw new FormatException($"'{word}' needs a value"),
                "--list-defects" or "--help" => throw new FormatException($"'{word}' stands alone"),
                _ => throw new FormatException($"'{word}' is not known"),
            };
        }

        var defect = given.GetValueOrDefault("--defect");
        return defect is null || KnownDefects.All.ContainsKey(defect)
            ? new SeriesOptions(
                NumberOf(given, "--seeds", 100, least: 1), NumberOf(given, "--from", 1, least: 0), defect)
            {
                Json = given.ContainsKey("--json"),
                Trace = given.ContainsKey("--trace"),
                Twice = given.ContainsKey("--twice"),
                AtOnce = NumberOf(given, "--at-once", Environment.ProcessorCount, least: 1),
                Whole = given.ContainsKey("--whole"),
            }
            : throw new FormatException($"there is no defect '{defect}'; --list-defects names them");
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
