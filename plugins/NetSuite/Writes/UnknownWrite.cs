using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Client;
using IntegrationHost.Plugins.NetSuite.Errors;
using IntegrationHost.Plugins.NetSuite.SuiteQl;

namespace IntegrationHost.Plugins.NetSuite.Writes;

/// <summary>The exceptions that tell the host to recover before anything else.</summary>
internal static class UnknownWrite
{
    public static NetSuiteException After(Write write, NetSuiteError error) => new(
        $"NetSuite answered {error.Status} {error.Code} to the write of {write.Entity} "
        + $"{write.Record.TextOrNull(ExternalId.Field)}; whether it was written is unknown, the host looks", error);

    /// <summary>A record stands and does not look like the write: an older state of ours, or somebody changed it since.
    /// Believing that it landed could lose a change, so it is sent again. A new record stands all the same: the host
    /// must come to know it before its source is left out, and sends this very write before anything newer.</summary>
    /// <param name="write">What was sent.</param>
    /// <param name="id">Of the record that stands.</param>
    public static Recovery StandsOtherwise(Write write, string id) => write.Id is null
        ? new Recovery.Partly($"the {write.Entity} stands in NetSuite and does not look as it was sent") { Id = id }
        : new Recovery.NotWritten();

    /// <summary>The internal id of what was written.</summary>
    public static string WrittenId(Write write, NetSuiteAnswer answer) =>
        answer.Location is { } id && SuiteQlText.IsId(id)
            ? id
            : throw new NetSuiteException(
                $"NetSuite wrote {write.Entity} {write.Record.TextOrNull(ExternalId.Field)} and did not say its id; "
                + "the host will look it up");
}
