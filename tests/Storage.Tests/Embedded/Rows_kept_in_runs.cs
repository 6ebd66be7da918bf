using System.Globalization;
using IntegrationHost.Storage.Disk;
using IntegrationHost.Storage.Embedded.Frames;
using IntegrationHost.Storage.Embedded.Projecting;
using IntegrationHost.Storage.Embedded.Projecting.Tables;
using IntegrationHost.Storage.Embedded.Rows;
using IntegrationHost.Storage.Payloads;
using LiteDB;
using LiteDB.Engine;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Embedded;

public sealed class Rows_kept_in_runs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ihost-runs-");
    private ProjectionFile _file;

    public Rows_kept_in_runs() => _file = Open();

    [Fact]
    public void Are_as_a_dictionary_would_have_them_after_any_batches_and_restarts()
    {
        const int Batches = 300;
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var dice = new Random(seed);
        var expected = new Dictionary<string, string>();
        for (var batch = 0; batch < Batches; batch++)
        {
            var rows = Enumerable.Range(0, dice.Next(1, 40)).Select(_ => $"key {dice.Next(500):D3}").Distinct()
                .Select(key => dice.Next(3) == 0 ? (Key: key, Text: null) : (Key: key, Text: $"text {dice.Next()}"))
                .ToArray();
            Apply(batch, rows);
            foreach (var (key, text) in rows)
            {
                expected.Remove(key);
                if (text is not null)
                {
                    expected.Add(key, text);
                }
            }

            if (dice.Next(20) == 0)
            {
                Reopen();
            }
        }

        Shown(_file.All(Table.Names)).ShouldBe(Shown(expected), ignoreOrder: true);
        Shown(_file.Beginning(Table.Names, "key 1"))
            .ShouldBe(Shown(expected.Where(row => row.Key.StartsWith("key 1", StringComparison.Ordinal)).OrderBy(
                row => row.Key, StringComparer.Ordinal)));
    }

    [Fact]
    public void Are_found_by_the_beginning_of_their_key_also_where_it_lies_inside_of_a_block()
    {
        const int Many = 5000; // Of which a block takes some hundred.
        Apply(1, [.. Enumerable.Range(0, Many).Select(number => ($"{number:D5}", (string?)$"{number}"))]);
        Apply(2, [("02500", "newer"), ("02501", null)]);

        Shown(_file.Beginning(Table.Names, "0250")).ShouldBe(
            ["02500 newer", "02502 2502", "02503 2503", "02504 2504", "02505 2505", "02506 2506", "02507 2507",
                "02508 2508", "02509 2509"]);
        _file.Beginning(Table.Names, "00000").ShouldHaveSingleItem();
        _file.Beginning(Table.Names, "9").ShouldBeEmpty();
    }

    [Fact]
    public void Take_no_room_for_what_came_and_went()
    {
        const int Rounds = 400;
        long half = 0;
        for (var round = 0; round < Rounds; round++)
        {
            Apply(round, [($"{round:D4}", new string('x', 900)), ($"{round:D4} stays a while", "y")]);
            Apply(round, [($"{round:D4}", null), ($"{Math.Max(0, round - 3):D4} stays a while", null)]);
            if (round == Rounds / 2)
            {
                _file.Checkpoint();
                half = _file.DataBytes;
            }
        }

        _file.Checkpoint();
        _file.All(Table.Names).Count.ShouldBe(3);
        _file.DataBytes.ShouldBe(half);
    }

    [Fact]
    public void Are_found_one_by_one_whatever_was_merged_learnt_or_left_behind()
    {
        const int Batches = 120;
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var dice = new Random(seed);
        var expected = new Dictionary<string, string?>();
        for (var batch = 0; batch < Batches; batch++)
        {
            var rows = Enumerable.Range(0, dice.Next(1, 2000)).Select(_ => $"key {dice.Next(20_000):D5}").Distinct()
                .Select(key => (Key: key, Text: dice.Next(5) == 0 ? null : $"text {dice.Next()}"))
                .ToArray();
            Apply(batch, rows, Table.Ledger);
            foreach (var (key, text) in rows)
            {
                expected[key] = text;
            }

            switch (dice.Next(12))
            {
                case 0: Reopen(); break;
                case 1: _file.Learn(); break;
                case 2: ShouldHave(expected, dice); break;
            }
        }

        ShouldHave(expected, dice);
        Reopen();
        ShouldHave(expected, dice);
        var told = new HashSet<string>();
        while (_file.Learn() is { } keys)
        {
            told.UnionWith(keys.Select(row => row.Key));
        }

        told.IsSupersetOf(expected.Where(row => row.Value is not null).Select(row => row.Key)).ShouldBeTrue();
        ShouldHave(expected, dice);
        Apply(Batches, [("key", "now it is merged again")], Table.Ledger);
        ShouldHave(expected, dice);
    }

    [Fact]
    public void Of_a_state_of_format_2_are_moved_into_runs_and_told_of()
    {
        const int Many = 25_000;
        using (var old = Lite("old.db"))
        {
            var documents = old.GetCollection("Links", BsonAutoId.Int64);
            documents.Insert(Enumerable.Range(0, Many).Select(number => DocumentOf($"link {number}", $"to {number}")));
        }

        using (var old = Open("old.db"))
        {
            var told = 0;
            while (old.Learn() is { } rows)
            {
                told += rows.Count;
            }

            told.ShouldBe(Many);
        }

        using var again = Open("old.db");
        again.Find(new RowId(Table.Links, "link 24999")).ShouldBe(Bytes("to 24999"));
        again.Find(new RowId(Table.Links, "link 25000")).ShouldBeNull();
    }

    [Fact]
    public void Leave_no_blocks_behind_that_nobody_reads()
    {
        const int Rounds = 60;
        for (var round = 0; round < Rounds; round++)
        {
            Apply(round, [.. Enumerable.Range(0, 1000).Select(number => ($"{number:D4}", (string?)$"{round}"))],
                Table.Links);
        }

        for (var round = 0; round < Rounds; round++)
        {
            Apply(round, [("0000", "last")], Table.Links); // With what is left to merge and to drop.
        }

        _file.All(Table.Links).Count.ShouldBe(1000);
        _file.Dispose();
        using (var database = Lite("state.db"))
        {
            var blocks = database.GetCollection("LinksRuns").Count();
            blocks.ShouldBeLessThan(8 * 1000 / 32 + 100, "of less than eight runs, and their heads");
        }

        _file = Open();
    }

    public void Dispose()
    {
        _file.Dispose();
        _folder.Delete(recursive: true);
    }

    private ProjectionFile Open(string name = "state.db") =>
        ProjectionFile.Open(LocalDisk.Instance, Path.Combine(_folder.FullName, name), new PlainSeal());

    // The same file without what we lay over it.
    private LiteDatabase Lite(string name)
    {
        var path = Path.Combine(_folder.FullName, name);
        return new LiteDatabase(new LiteEngine(new EngineSettings
        {
            DataStream = new DiskStream(LocalDisk.Instance.Open(path, FileMode.OpenOrCreate)),
            LogStream = new DiskStream(LocalDisk.Instance.Open(ProjectionFile.LogOf(path), FileMode.OpenOrCreate)),
            Collation = new Collation(CultureInfo.InvariantCulture.LCID, CompareOptions.Ordinal),
        }));
    }

    private static BsonDocument DocumentOf(string key, string text) => new()
    {
        ["_id"] = key,
        ["v"] = RowSeal.Close(Bytes(text), new RowId(Table.Links, key), new PlainSeal()),
    };

    private static byte[] Bytes(string text) => [.. text.Select(letter => (byte)letter)];

    private void ShouldHave(Dictionary<string, string?> expected, Random dice)
    {
        foreach (var (key, text) in expected.Where(_ => dice.Next(100) == 0))
        {
            _file.Find(new RowId(Table.Ledger, key)).ShouldBe(text is null ? null : Bytes(text), key);
        }

        _file.Find(new RowId(Table.Ledger, $"never {dice.Next()}")).ShouldBeNull();
    }

    private void Reopen()
    {
        _file.Dispose();
        _file = Open();
    }

    private void Apply(long applied, (string Key, string? Text)[] rows, Table table = Table.Names) => _file.Apply(
        [.. rows.OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => new RowImage(
            new RowId(table, row.Key), row.Text is null ? null : Bytes(row.Text)))],
        applied, () => { });

    private static string[] Shown(IEnumerable<RowImage> rows) => [.. rows.Select(row =>
        $"{row.Id.Key} {string.Concat(row.Image!.Select(part => (char)part))}")];

    private static string[] Shown(IEnumerable<KeyValuePair<string, string>> rows) =>
        [.. rows.Select(row => $"{row.Key} {row.Value}")];
}
