using IntegrationHost.Storage.Payloads;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Payloads;

public sealed class When_keys_are_wrong : IDisposable
{
    private readonly KeyFolder _folder = new();
    private readonly byte[] _kept;
    private readonly string _file;

    public When_keys_are_wrong()
    {
        _kept = _folder.Seal().Seal("x"u8);
        _file = _folder.Files.Single();
    }

    [Fact]
    public void Another_ring_is_told_at_the_start_and_nothing_is_written()
    {
        var before = File.ReadAllBytes(_file);

        var told = Should.Throw<StoreUnusableException>(() => _folder.Open(new TestRing())).Message;

        told.ShouldStartWith($"the payload key '{_file}' cannot be opened with the key ring beside it (");
        told.ShouldEndWith("; put ring and payload keys back together, from one backup of the key folder");

        _folder.Files.ShouldBe([_file]);
        File.ReadAllBytes(_file).ShouldBe(before);
    }

    [Fact]
    public void A_key_file_of_another_ring_among_ours_is_told_at_the_start()
    {
        using var other = new KeyFolder();
        other.Seal().Seal("x"u8);
        var strange = Path.Combine(_folder.Path, Path.GetFileName(other.Files[0]));
        File.Copy(other.Files[0], strange);

        Should.Throw<StoreUnusableException>(() => _folder.Open()).Message.ShouldContain(strange);
    }

    [Fact]
    public void A_key_that_is_gone_is_told_by_its_name_and_its_folder()
    {
        File.Delete(_file);
        var name = Path.GetFileName(_file)["data-".Length..^".key".Length];

        Should.Throw<StoreUnusableException>(() => _folder.Seal().Open(_kept)).Message.ShouldBe(
            $"the payload key {name} is not in the key folder '{_folder.Path}', so what was sealed with it cannot be "
            + "read; put the folder back from its backup, or name the right one as state:keys");
    }

    [Fact]
    public void A_key_that_comes_back_is_found_without_a_restart()
    {
        File.Move(_file, _file + ".away");
        var seal = _folder.Seal();
        File.Move(_file + ".away", _file);
        seal.Open(_kept).ShouldBe("x"u8.ToArray());
    }

    [Fact]
    public void A_change_of_any_byte_of_a_key_file_is_told_at_the_start()
    {
        var whole = File.ReadAllBytes(_file);
        for (var at = 0; at < whole.Length; at++)
        {
            var changed = whole.ToArray();
            changed[at] ^= 0x40;
            File.WriteAllBytes(_file, changed);
            Should.Throw<StoreUnusableException>(() => _folder.Open(), $"byte {at}").Message.ShouldContain(_file);
        }
    }

    [Fact]
    public void A_key_file_that_was_cut_off_is_told_at_the_start()
    {
        var whole = File.ReadAllBytes(_file);
        for (var left = 0; left < whole.Length; left++)
        {
            File.WriteAllBytes(_file, whole[..left]);
            Should.Throw<StoreUnusableException>(() => _folder.Open(), $"{left} bytes").Message
                .ShouldBe($"the payload key '{_file}' is damaged; put it back from the backup of the key folder");
        }
    }

    [Fact]
    public void A_key_file_under_another_name_is_told_at_the_start()
    {
        var other = Path.Combine(_folder.Path, "data-2026-10-00000001.key");
        File.Move(_file, other);

        Should.Throw<StoreUnusableException>(() => _folder.Open()).Message.ShouldBe(
            $"the payload key '{other}' holds another key than its name says; give it its own name back");
    }

    [Fact]
    public void A_key_file_of_a_newer_version_is_told_at_the_start()
    {
        var bytes = File.ReadAllBytes(_file);
        bytes[4] = 2;
        File.WriteAllBytes(_file, bytes);

        Should.Throw<StoreUnusableException>(() => _folder.Open()).Message
            .ShouldBe($"the payload key '{_file}' was written by a newer version; start that version");
    }

    [Fact]
    public void Other_files_of_the_folder_are_left_alone()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "data-2026-11-zz.key"), "no key");
        File.WriteAllText(_file + ".tmp", "half a key that was never used");
        _folder.Seal().Open(_kept).ShouldBe("x"u8.ToArray());
    }

    public void Dispose() => _folder.Dispose();
}
