using IntegrationHost.Disks;
using IntegrationHost.Storage.Disk;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Disks;

/// <summary>The disk that other tests trust: what it may lose it loses sometimes, what it may not lose never.</summary>
public sealed class The_played_disk
{
    private const int Cuts = 100;

    private readonly PlayedDisk _disk = new(1);

    [Fact]
    public void What_was_synced_stays_and_what_was_not_is_kept_or_lost()
    {
        using var file = Named("/d/a");
        file.Write("saved"u8, 0);
        file.Sync();
        file.Write("later"u8, 0);
        file.Write("behind"u8, 1000);

        var texts = AfterCuts(disk => (Start: Text(disk, "/d/a", 0, 5), disk.Open("/d/a", FileMode.Open).Length));
        texts.Select(seen => seen.Start).Distinct().Order().ShouldBe(["later", "saved"]);
        texts.Select(seen => seen.Length).Distinct().Order().ShouldBe([5, 1006]);
    }

    [Fact]
    public void A_write_over_several_sectors_is_torn_in_any_way()
    {
        using var file = Named("/d/a");
        file.Write(new byte[4 * 512], 0);
        file.Sync();
        var ones = new byte[4 * 512];
        ones.AsSpan().Fill(1);
        file.Write(ones, 0);

        var kinds = AfterCuts(disk => string.Concat(
            Enumerable.Range(0, 4).Select(sector => Bytes(disk, "/d/a", sector * 512, 512).Distinct().Single())));
        kinds.Distinct().Count().ShouldBeGreaterThan(8);
        kinds.ShouldContain("0000");
        kinds.ShouldContain("1111");
    }

    [Fact]
    public void Names_that_were_not_synced_are_kept_or_lost_and_a_rename_is_whole()
    {
        Named("/d/a").Dispose();
        _disk.Move("/d/a", "/d/b");
        AfterCuts(disk => string.Join(" ", disk.FilesIn("/d"))).Distinct().Order().ShouldBe(["/d/a", "/d/b"]);
        _disk.SyncFolder("/d");
        AfterCuts(disk => string.Join(" ", disk.FilesIn("/d"))).Distinct().ShouldBe(["/d/b"]);
        _disk.Delete("/d/b");
        AfterCuts(disk => string.Join(" ", disk.FilesIn("/d"))).Distinct().Order().ShouldBe(["", "/d/b"]);
    }

    [Fact]
    public void What_was_cut_off_and_grew_again_is_zero_once_it_is_synced()
    {
        using var file = Named("/d/a");
        file.Write("0123456789"u8, 0);
        file.Sync();
        file.SetLength(2);
        AfterCuts(disk => disk.Open("/d/a", FileMode.Open).Length).Distinct().Order().ShouldBe([2, 10]);
        file.SetLength(10);
        file.Sync();
        AfterCuts(disk => Text(disk, "/d/a", 0, 10)).Distinct().ShouldBe(["01\0\0\0\0\0\0\0\0"]);
    }

    [Fact]
    public void After_a_failed_sync_the_next_one_succeeds_without_the_lost_pages()
    {
        using var file = Named("/d/a");
        file.Write(new byte[20 * 512], 0);
        file.Sync();
        var ones = new byte[20 * 512];
        ones.AsSpan().Fill(1);
        file.Write(ones, 0);
        _disk.Faults.FailSyncAfter(0);
        Should.Throw<IOException>(file.Sync);
        file.Sync();

        Bytes(_disk, "/d/a", 0, ones.Length).ShouldBe(ones, "programs go on seeing it");
        AfterCuts(disk => Bytes(disk, "/d/a", 0, ones.Length)).ShouldAllBe(seen => seen.Contains((byte)0));
    }

    [Fact]
    public void A_full_disk_takes_nothing_more_until_there_is_room()
    {
        using var file = Named("/d/a");
        _disk.Faults.FullAfter(10);
        file.Write("0123456789"u8, 0);
        _disk.FreeBytes("/d").ShouldBe(0);
        Should.Throw<DiskFullException>(() => file.Write("x"u8, 10));
        _disk.Faults.MakeRoom();
        file.Write("x"u8, 10);
    }

    [Fact]
    public void A_lock_is_given_once_and_does_not_survive_the_power()
    {
        var held = _disk.Lock("/d/lock");
        Should.Throw<StoreInUseException>(() => _disk.Lock("/d/lock"));
        _disk.AfterPowerCut(new Random(1)).Lock("/d/lock").ShouldNotBeNull();
        held.Dispose();
        _disk.Lock("/d/lock").ShouldNotBeNull();
    }

    [Fact]
    public void The_same_dice_cut_the_same_way()
    {
        using var file = Named("/d/a");
        file.Write(new byte[9000], 0);
        file.Write("x"u8, 4000);
        var once = _disk.AfterPowerCut(new Random(7));
        var again = _disk.AfterPowerCut(new Random(7));
        Bytes(once, "/d/a", 0, 9000).ShouldBe(Bytes(again, "/d/a", 0, 9000));
    }

    private IDiskFile Named(string path)
    {
        var file = _disk.Open(path, FileMode.CreateNew);
        _disk.SyncFolder("/d");
        return file;
    }

    private List<T> AfterCuts<T>(Func<PlayedDisk, T> see) =>
        [.. Enumerable.Range(0, Cuts).Select(seed => see(_disk.AfterPowerCut(new Random(seed))))];

    private static byte[] Bytes(PlayedDisk disk, string path, long at, int count)
    {
        using var file = disk.Open(path, FileMode.Open);
        var bytes = new byte[count];
        return bytes[..file.Read(bytes, at)];
    }

    private static string Text(PlayedDisk disk, string path, long at, int count) =>
        System.Text.Encoding.ASCII.GetString(Bytes(disk, path, at, count));
}
