using IntegrationHost.Records;
using IntegrationHost.Storage;

namespace IntegrationHost.App.Cli;

/// <summary>What a person is told of a fault that ends a verb; null for faults of our own, which show where they
/// happened.</summary>
internal static class Sentence
{
    public static string? Of(Exception fault) => fault switch
    {
        UseException or WrongUseException or RecordException
            or StoreInUseException or StoreUnusableException or StoreFailedException => fault.Message,
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } =>
            $"{fault.Message} Another program listens there: stop it, "
            + "or choose another port (--port; for 'ihost run' web:listen in ihost.json or IHOST__web__listen)",
        IOException or UnauthorizedAccessException => fault.Message,
        _ => null,
    };
}

/// <summary>The verb cannot go on, for a reason the message tells.</summary>
internal class UseException(string message) : Exception(message);

/// <summary>No host is there to ask, or it went away while it was asked.</summary>
internal sealed class NoHostException(string message) : UseException(message);

/// <summary>The verb was given something that cannot be meant, for example a file that does not exist.</summary>
internal sealed class WrongUseException(string message) : Exception(message);
