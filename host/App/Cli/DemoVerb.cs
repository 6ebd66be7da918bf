using System.CommandLine;
using IntegrationHost.App.Demo;

namespace IntegrationHost.App.Cli;

/// <summary><c>ihost demo</c>.</summary>
internal static class DemoVerb
{
    public static Command Command()
    {
        var once = new Option<bool>("--once")
        {
            Description = "Leave when everything has settled; the last line is JSON",
        };
        var restart = new Option<bool>("--restart")
        {
            Description = "Kill the host (-9) in the middle and start it again",
        };
        var port = new Option<int>("--port") { Description = "The page's port on 127.0.0.1 (0 takes a free one)" };
        var command = new Command(
            "demo", "Plays the whole job on two simulators: 1,204 orders, 500 customers, stock and shipments.")
        {
            once, restart, port,
        };
        command.SetAction((parsed, cancel) =>
        {
            var options = new DemoOptions(parsed.GetValue(once), parsed.GetValue(restart), parsed.GetValue(port));
            return DemoRun.RunAsync(options, TimeProvider.System, cancel);
        });
        return command;
    }
}
