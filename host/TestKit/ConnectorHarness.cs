using System.ComponentModel.DataAnnotations;
using IntegrationHost.Connectors;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHost.TestKit;

/// <summary>Connects a plugin as the host does: options checked all at once, then a context of lent things.</summary>
public static class ConnectorHarness
{
    /// <summary>What the data annotations say of the options, each with its member.</summary>
    public static IReadOnlyList<ValidationResult> Check(object options)
    {
        var wrong = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), wrong, validateAllProperties: true);
        return wrong;
    }

    /// <summary>A live connector.</summary>
    public static IConnector Connect(
        ConnectorPlugin plugin, object options, HttpMessageHandler handler, TimeProvider time, GenerousBudget budget)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        var http = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        return plugin.Connect(
            options, new ConnectorContext("conformance", http, time, NullLogger.Instance, budget, new MemoryTokens()));
    }
}
