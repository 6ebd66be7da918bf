using IntegrationHost.Storage.Disk;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Disks;

public sealed class The_local_disk : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ihost-disk-");

    private static LocalDisk Disk => LocalDisk.Instance;

    [Fact]
    public void What_is_written_is_read_and_a_read_is_short_only_at_the_end()
    {
        using var file = Disk.Open(PathOf("a"), FileMode.CreateNew);
        file.Write("hello"u8, 3);
        file.Sync();
        var into = new byte[100];

        file.Read(into, 0).ShouldBe(8);
        into[..8].ShouldBe("\0\0\0hello"u8.ToArray());
        file.Read(into, 8).ShouldBe(0);
        file.SetLength(4);
        file.SetLength(6);
        file.Length.ShouldBe(6);
        file.Read(into, 0).ShouldBe(6);
        into[..6].ShouldBe("\0\0\0h\0\0"u8.ToArray());
    }

    [Fact]
    public void Files_are_listed_by_name_renamed_in_place_of_others_and_deleted_twice()
    {
        foreach (var name in new[] { "b", "a", "C" })
        {
            Disk.Open(PathOf(name), FileMode.Create).Dispose();
        }

        Disk.FilesIn(_folder.FullName).ShouldBe([PathOf("C"), PathOf("a"), PathOf("b")]);
        Disk.Move(PathOf("a"), PathOf("b"));
        Disk.Delete(PathOf("C"));
        Disk.Delete(PathOf("C"));
        Disk.Delete(Path.Combine(PathOf("nowhere"), "file"));
        Disk.SyncFolder(_folder.FullName);
        Disk.FilesIn(_folder.FullName).ShouldBe([PathOf("b")]);
        Disk.Exists(PathOf("a")).ShouldBeFalse();
        Disk.FilesIn(PathOf("nowhere")).ShouldBeEmpty();
    }

    [Fact]
    public void Folders_are_made_with_those_above_and_have_room()
    {
        var deep = Path.Combine(_folder.FullName, "x", "y", "z");
        Disk.MakeFolder(deep);
        Disk.MakeFolder(deep + Path.DirectorySeparatorChar);
        Directory.Exists(deep).ShouldBeTrue();
        Disk.FreeBytes(deep).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void An_open_file_can_be_renamed_deleted_and_opened_again()
    {
        using var file = Disk.Open(PathOf("a"), FileMode.Create);
        Disk.Move(PathOf("a"), PathOf("b"));
        using var copy = Disk.Open(PathOf("b"), FileMode.Open);
        file.Write("x"u8, 0);
        copy.Length.ShouldBe(1);
        Disk.Delete(PathOf("b"));
        Disk.Exists(PathOf("b")).ShouldBeFalse();
    }

    [Fact]
    public void A_lock_is_given_once_and_the_second_one_hears_of_which_folder()
    {
        using (Disk.Lock(PathOf("lock")))
        {
            Should.Throw<StoreInUseException>(() => Disk.Lock(PathOf("lock"))).Message.ShouldContain(_folder.FullName);
        }

        Disk.Lock(PathOf("lock")).Dispose();
    }

    [Fact]
    public void A_folder_that_is_not_there_cannot_be_synced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no sync of folders");
        Should.Throw<IOException>(() => Disk.SyncFolder(PathOf("nowhere"))).Message.ShouldContain(PathOf("nowhere"));
    }

    [Fact]
    public void A_file_that_cannot_be_synced_says_so()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux has a device that refuses");
        using var file = Disk.Open("/dev/full", FileMode.Open);
        Should.Throw<IOException>(file.Sync).Message.ShouldContain("/dev/full");
    }

    [Fact]
    public void A_full_disk_is_told_as_such()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux has a device that is always full");
        using var file = Disk.Open("/dev/full", FileMode.Open);
        Should.Throw<DiskFullException>(() => file.Write("x"u8, 0)).Message.ShouldContain("/dev/full");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
