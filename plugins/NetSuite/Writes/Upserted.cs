using System.Text.Json;
using IntegrationHost.Connectors;

namespace IntegrationHost.Plugins.NetSuite.Writes;

/// <summary>What can be told of a record that is written by its external id, or by its own where it is known.</summary>
internal static class Upserted
{
    /// <summary>Whether the write landed.</summary>
    /// <param name="records">Reads what stands there.</param>
    /// <param name="write">What was sent.</param>
    /// <param name="isAsSent">Whether a record shows it.</param>
    /// <param name="cancel">Ends the look.</param>
    public static async Task<Recovery> RecoverAsync(
        RecordService records, Write write, Func<JsonElement, bool> isAsSent, CancellationToken cancel)
    {
        if (ExternalId.Of(write.Record, out _) is not { } externalId)
        {
            return new Recovery.NotWritten();
        }

        var address = write.Id ?? RecordService.ByExternalId(externalId);
        return await records.StandingAsync(write.Entity, address, write.Priority, cancel) is not { } standing
            ? new Recovery.NotWritten()
            : isAsSent(standing)
                ? new Recovery.Landed(Outcome(write, RecordService.IdIn(standing, write.Entity)))
                : UnknownWrite.StandsOtherwise(write, RecordService.IdIn(standing, write.Entity));
    }

    /// <summary>New where it was not known.</summary>
    public static Outcome Outcome(Write write, string id) =>
        write.Id is null ? new Outcome.Created(id, "") : new Outcome.Updated(id, "");
}
