using Shouldly;

namespace IntegrationHost.Architecture.Tests;

/// <summary>Rooms do their job and never call each other: only the engine's root knows their order.</summary>
public sealed class The_rooms_of_the_engine
{
    /// <summary>What each folder may know. Inbox and Ledger are ports and their data; Connections and Problems serve
    /// all rooms.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Intake"] = ["Inbox", "Ledger", "Connections"],
        ["Inbox"] = ["Ledger"],
        ["Mapping"] = ["Inbox", "Ledger", "Connections", "Problems"],
        ["Delivery"] = ["Inbox", "Connections", "Problems"],
        ["Pairs"] = ["Inbox", "Ledger", "Mapping", "Connections", "Problems"],
        ["Ledger"] = ["Inbox"],
        // These only look, and let others write: they ask the rooms that read.
        ["Planning"] = ["Inbox", "Ledger", "Connections", "Intake", "Mapping", "Problems"],
        ["Adopting"] = ["Inbox", "Ledger", "Connections", "Intake", "Mapping"],
        ["Connections"] = [],
        ["Problems"] = ["Inbox", "Ledger"],
    };

    public static TheoryData<string> Rooms() => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_knows_only_the_rooms_it_may(string room)
    {
        foreach (var file in Repository.Files($"host/Engine/{room}", "*.cs"))
        {
            var text = File.ReadAllText(file);
            var known = Allowed.Keys.Where(other => other != room
                && (text.Contains($"using IntegrationHost.Engine.{other};", StringComparison.Ordinal)
                    || text.Contains($" {other}.I{other}", StringComparison.Ordinal)));
            known.Except(Allowed[room]).ShouldBeEmpty(
                $"{Path.GetFileName(file)} in {room} may know: {string.Join(", ", Allowed[room])}");
        }
    }

    [Fact]
    public void Every_folder_of_the_engine_is_a_room_with_stated_arrows() =>
        Directory.EnumerateDirectories(Path.Combine(Repository.Root, "host", "Engine")).Select(Path.GetFileName)
            .Except([.. Allowed.Keys, "bin", "obj"])
            .ShouldBeEmpty();

    [Fact]
    public void An_outcome_is_switched_on_in_one_file_only() =>
        Repository.Files("host/Engine", "*.cs")
            .Where(file => File.ReadAllText(file).Contains("Outcome.Rejected", StringComparison.Ordinal))
            .Select(Path.GetFileName)
            .ShouldBe(["Flow.cs", "ProblemNotes.cs"], ignoreOrder: true);
}
