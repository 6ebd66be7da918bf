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

    /// <summary>The internal id of what was written.</summary>
    public static string WrittenId(Write write, NetSuiteAnswer answer) =>
        answer.Location is { } id && SuiteQlText.IsId(id)
            ? id
            : throw new NetSuiteException(
                $"NetSuite wrote {write.Entity} {write.Record.TextOrNull(ExternalId.Field)} and did not say its id; "
                + "the host will look it up");
}
