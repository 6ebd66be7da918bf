using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace IntegrationHost.App.Hosting;

/// <summary>The log: readable lines on standard error, and rolling JSON files in the data folder.</summary>
internal static class LogSetup
{
    private const int FilesKept = 14;
    private const long FileBytesMost = 64 * 1024 * 1024;

    public static Logger Create(string dataFolder, LogEventLevel console) => new LoggerConfiguration()
        .MinimumLevel.Information()
        .MinimumLevel.Override("Microsoft.AspNetCore", LogEventLevel.Warning)
        // The keys lie in the data folder, which is the owner's alone; the warning about that says nothing new.
        .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error)
        // A start that fails ends the verb, which says why in a sentence.
        .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LogEventLevel.Fatal)
        // The host says itself, in one line, that it runs and where.
        .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Warning)
        .MinimumLevel.Override("System.Net.Http", LogEventLevel.Warning)
        .WriteTo.Console(console, "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}",
            System.Globalization.CultureInfo.InvariantCulture, standardErrorFromLevel: LogEventLevel.Verbose)
        .WriteTo.File(new CompactJsonFormatter(), Path.Combine(dataFolder, "logs", "ihost-.log"),
            rollingInterval: RollingInterval.Day, retainedFileCountLimit: FilesKept, fileSizeLimitBytes: FileBytesMost,
            rollOnFileSizeLimit: true)
        .CreateLogger();
}
