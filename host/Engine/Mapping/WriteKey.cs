using IntegrationHost.Engine.Inbox;

namespace IntegrationHost.Engine.Mapping;

/// <summary>The key of a write: the same for every attempt at it, and another for every other one. The version is part
/// of it, because a record that is changed back renders as it did before. Pure.</summary>
internal static class WriteKey
{
    private const string Deletion = "|deleted";

    public static string Of(RecordKey record, string version, string fingerprint) =>
        $"{record}|{VersionOrder.Plain(version)}|{fingerprint}";

    public static string OfDeletion(RecordKey record, string version) =>
        $"{record}|{VersionOrder.Plain(version)}{Deletion}";

    public static bool IsOfDeletion(string key) => key.EndsWith(Deletion, StringComparison.Ordinal);
}
