using System.Net.Sockets;
using IntegrationHost.Records;
using IntegrationHost.Storage;

namespace IntegrationHost.App.Cli;

/// <summary>What a person is told of a fault that ends a verb; null for faults of our own, which show where they
/// happened.</summary>
internal static class Sentence
{
    public static string? Of(Exception fault) => fault switch
    {
        UseException or StoreInUseException or StoreUnusableException or StoreFailedException or RecordException =>
            fault.Message,
        HttpRequestException { InnerException: SocketException } =>
            "no host is running for this site: start it with 'ihost run'",
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } =>
            $"{fault.Message} Another program listens there: stop it, or choose another port with web:listen "
            + "in ihost.json (or IHOST__web__listen)",
        UnauthorizedAccessException or DirectoryNotFoundException or FileNotFoundException => fault.Message,
        _ => null,
    };
}

/// <summary>The verb cannot go on, for a reason the message tells.</summary>
internal sealed class UseException(string message) : Exception(message);
