using System.Globalization;
using IntegrationHost.Simulation.Time;
using Microsoft.Extensions.Logging;

namespace IntegrationHost.Simulation.Running;

/// <summary>What happened in a run, in order. All of it goes into one sum, by which two runs of a seed are compared;
/// the lines are kept where somebody wants to read them.</summary>
internal sealed class Diary(VirtualTime time, TextWriter? lines) : ILoggerFactory
{
    private const ulong FnvPrime = 1099511628211;

    /// <summary>The same for the same course of events.</summary>
    public ulong Sum { get; private set; } = 14695981039346656037;

    public void Note(string what)
    {
        foreach (var letter in what)
        {
            Sum = (Sum ^ letter) * FnvPrime;
        }

        Sum = (Sum ^ (ulong)time.Now.UtcTicks) * FnvPrime;
        lines?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{time.Now:dd HH:mm:ss.fff} {what}"));
    }

    public ILogger CreateLogger(string categoryName) => new Line(this, lines is not null);

    public void AddProvider(ILoggerProvider provider)
    {
        // It is its own.
    }

    public void Dispose()
    {
        // It holds nothing open.
    }

    private sealed class Line(Diary diary, bool isRead) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => isRead;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (isRead)
            {
                diary.Note($"   {formatter(state, exception)}");
            }
        }
    }
}
