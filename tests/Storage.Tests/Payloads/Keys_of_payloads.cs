using IntegrationHost.Storage.Payloads;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Payloads;

public sealed class Keys_of_payloads : IDisposable
{
    private readonly KeyFolder _folder = new();

    [Fact]
    public void Nothing_is_written_before_something_is_sealed()
    {
        var seal = _folder.Seal();

        seal.Describe.ShouldBe("on");
        _folder.Files.ShouldBeEmpty();
    }

    [Fact]
    public void The_key_is_on_the_disk_before_anything_is_sealed_with_it()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "key-ring.xml"), "<key/>");
        _folder.Seal().Seal("x"u8);

        var name = Path.GetFileName(_folder.Files[0]);
        _folder.Disk.Asked.ShouldBe(["sync key-ring.xml", $"sync {name}.tmp", $"move {name}.tmp", "sync folder"]);
    }

    [Fact]
    public void A_host_that_starts_again_opens_what_was_sealed_before_and_goes_on_with_the_same_key()
    {
        var kept = _folder.Seal().Seal("x"u8);

        var again = _folder.Seal();

        again.Open(kept).ShouldBe("x"u8.ToArray());
        again.Seal("y"u8);
        _folder.Files.Length.ShouldBe(1);
    }

    [Fact]
    public void At_the_turn_of_the_month_a_new_key_is_used_and_the_old_one_stays_readable()
    {
        var seal = _folder.Seal();
        _folder.Time.SetUtcNow(new DateTimeOffset(2026, 12, 31, 23, 59, 59, 999, TimeSpan.Zero));
        var before = seal.Seal("x"u8);
        seal.Describe.ShouldBe("on, key of 2026-12");

        _folder.Time.Advance(TimeSpan.FromMilliseconds(1));
        var after = seal.Seal("y"u8);

        seal.Describe.ShouldBe("on, key of 2027-01");
        before.AsSpan(1, 8).SequenceEqual(after.AsSpan(1, 8)).ShouldBeFalse();
        seal.Open(before).ShouldBe("x"u8.ToArray());
        _folder.Seal().Open(before).ShouldBe("x"u8.ToArray());
        _folder.Seal().Open(after).ShouldBe("y"u8.ToArray());
    }

    [Fact]
    public void While_the_new_key_cannot_be_made_the_old_one_is_used_and_that_is_said()
    {
        var keys = _folder.Open();
        var seal = new EncryptedSeal(keys);
        seal.Seal("x"u8);
        _folder.Disk.RefusesToWrite = true;
        _folder.Time.SetUtcNow(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));

        var kept = seal.Seal("y"u8);

        seal.Open(kept).ShouldBe("y"u8.ToArray());
        seal.Describe.ShouldBe("on, key of 2026-11");
        keys.Warning!.ShouldContain("still sealed with the key of 2026-11");
        _folder.Disk.RefusesToWrite = false;
        _folder.Time.Advance(TimeSpan.FromMinutes(1));
        seal.Seal("z"u8);
        (seal.Describe, keys.Warning).ShouldBe(("on, key of 2026-12", null));
    }

    [Fact]
    public void A_first_key_that_cannot_be_made_is_told()
    {
        _folder.Disk.RefusesToWrite = true;
        Should.Throw<StoreUnusableException>(() => _folder.Seal().Seal("x"u8))
            .Message.ShouldStartWith($"no payload key can be made in '{_folder.Path}': Access to the path");
    }

    [Fact]
    public async Task Hosts_that_make_the_key_of_a_month_at_once_read_each_other_and_agree_from_the_next_start_on()
    {
        using var all = new Barrier(8);
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(() =>
        {
            // A disk of its own: only the folder is shared, as between processes.
            var keys = PayloadKeys.Open(new RealDisk(), _folder.Path, _folder.Ring, _folder.Time);
            var seal = new EncryptedSeal(keys);
            all.SignalAndWait();
            return (Seal: seal, Kept: seal.Seal("x"u8));
        }, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        foreach (var (seal, _) in made)
        {
            made.Select(other => seal.Open(other.Kept)).ShouldAllBe(plain => plain.Length == 1 && plain[0] == 'x');
        }

        Enumerable.Range(0, 4).Select(_ => Convert.ToHexString(_folder.Seal().Seal("x"u8).AsSpan(1, 8)))
            .Distinct().ShouldHaveSingleItem();
    }

    public void Dispose() => _folder.Dispose();
}
