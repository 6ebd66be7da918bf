using System.Globalization;
using IntegrationHost.App.Api;
using IntegrationHost.App.Cli;
using Spectre.Console;

namespace IntegrationHost.App.Demo;

/// <summary>Live progress: bars on a terminal, now and then a line when piped.</summary>
internal sealed class DemoProgress : IDisposable
{
    private const int LineEveryShows = 5;
    private static readonly string[] Kinds = ["-customers", "-customers-back", "-orders", "-inventory", "-fulfilments"];

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, ProgressTask> _bars = [];
    private readonly Task? _drawing;
    private int _shows;

    public DemoProgress()
    {
        Terminal.Line("Two shops, 500 customers, 300 products; 1,204 orders are being placed while the host runs.");
        if (Terminal.IsInteractive)
        {
            _drawing = AnsiConsole.Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new SpinnerColumn())
                .StartAsync(async context =>
                {
                    foreach (var kind in Kinds)
                    {
                        _bars[kind] = context.AddTask(kind[1..], maxValue: 1);
                    }

                    await _done.Task;
                });
        }
    }

    public void Say(string text) => Terminal.Line(text);

    public void Show(StatusShape status, int placed)
    {
        foreach (var (kind, bar) in _bars)
        {
            var counts = DemoCounts.Of(status, kind);
            var all = kind == "-orders" ? placed : Math.Max(1, counts.Read);
            bar.MaxValue = all;
            bar.Value = counts.Read - counts.Pending;
            bar.Description = $"{kind[1..],-14} {Text(counts)}";
        }

        if (!Terminal.IsInteractive && _shows++ % LineEveryShows == 0)
        {
            Terminal.Line(string.Join("; ", Kinds.Select(kind => $"{kind[1..]} {Text(DemoCounts.Of(status, kind))}")));
        }
    }

    public void Dispose()
    {
        _done.TrySetResult();
        _drawing?.GetAwaiter().GetResult();
    }

    private static string Text(DemoCounts counts) =>
        string.Create(CultureInfo.InvariantCulture, $"{counts.Written} of {counts.Read} written");
}
