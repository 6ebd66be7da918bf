using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IntegrationHost.App.Api;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.App.Cli;

/// <summary><c>ihost explain</c>: where a record is and how it came there.</summary>
internal static class ExplainVerb
{
    public static Command Command()
    {
        var words = new Argument<string[]>("record")
        {
            Description = "A name or an id, after its entity: order \"#1042\"",
            Arity = new ArgumentArity(1, 2),
        };
        var flow = new Option<string?>("--flow") { Description = "Which flow, where several have such a record" };
        var site = VerbOptions.Site();
        var url = VerbOptions.Url();
        var json = VerbOptions.Json();
        var command = new Command("explain", "Tells where a record is and everything that happened to it.")
        {
            words, flow, site, url, json,
        };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(words)!, parsed.GetValue(flow),
            VerbOptions.SiteOf(parsed, site, url), parsed.GetValue(url), parsed.GetValue(json), cancel));
        return command;
    }

    private static async Task<int> RunAsync(
        string[] words, string? flow, string site, Uri? url, bool json, CancellationToken cancel)
    {
        var (entity, name) = words is [var kind, var what] ? (kind, what) : (null, words[0]);
        using var host = HostClient.To(site, url);
        var named = await host.GetAsync<List<RecordState>>($"/api/v1/records?q={Uri.EscapeDataString(name)}", cancel);
        var found = named
            .Where(state => (flow is null || state.Record.Flow == flow)
                && (entity is null || state.Record.Entity == entity || state.Entry?.TargetEntity == entity))
            .ToArray();
        switch (found)
        {
            case [] when named.Count > 0:
                var places = named.Select(state => $"{state.Record.Entity} in {state.Record.Flow}");
                throw new UseException($"'{name}' is there, but not as that: {string.Join(", ", places)}");
            case []:
                throw new UseException(
                    $"no record is called '{name}': write its name or id exactly as the system shows it");
            case [var only]:
                return await ShowAsync(host, only, json, cancel);
            default:
                Terminal.Line(json
                    ? JsonSerializer.Serialize(found, ApiJson.Options) : $"{found.Length} records are called {name}:");
                foreach (var state in json ? [] : found)
                {
                    Terminal.Line(
                        $"  {state.State,-8} ihost explain \"{name}\" --flow {state.Record.Flow}");
                }

                return CommandLine.Fine;
        }
    }

    private static async Task<int> ShowAsync(HostClient host, RecordState state, bool json, CancellationToken cancel)
    {
        var record = state.Record;
        var passport = await host.GetAsync<PassportShape>(
            $"/api/v1/records/{record.Flow}/{record.Entity}/{Uri.EscapeDataString(record.Id)}", cancel);
        if (json)
        {
            Terminal.Line(JsonSerializer.Serialize(passport, ApiJson.Options));
            return CommandLine.Fine;
        }

        Terminal.Line($"{state.Name} is {state.State} ({record.Flow}, {record.Entity} {record.Id})");
        if (state.Entry is { TargetId.Length: > 0 } entry)
        {
            Terminal.Line($"it stands in the target as {entry.TargetEntity} {entry.TargetId}");
        }

        if (passport.Attempts > 0)
        {
            Terminal.Line($"it was put back {passport.Attempts} times to be tried again");
        }

        foreach (var problem in state.Problems)
        {
            Terminal.Line($"why: {problem.Text}");
            Terminal.Line($"     {problem.Remedy}");
        }

        foreach (var happened in passport.History)
        {
            var at = happened.At.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
            Terminal.Line($"  {at}  {happened.What,-9} {happened.Text}");
        }

        return CommandLine.Fine;
    }
}
