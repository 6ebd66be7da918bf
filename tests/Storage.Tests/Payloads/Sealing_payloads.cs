using System.Collections.Concurrent;
using System.Text;
using IntegrationHost.Storage.Payloads;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Payloads;

public sealed class Sealing_payloads : IDisposable
{
    private const int NonceAt = 9;
    private const int NonceLength = 12;

    private readonly KeyFolder _folder = new();

    public static TheoryData<string, byte[]> Payloads() => new()
    {
        { "empty", [] },
        { "one byte", [0] },
        { "a small one", "{\"id\":\"gid://shopify/Order/1\"}"u8.ToArray() },
        { "unicode", Encoding.UTF8.GetBytes("Zoë Ångström 東京 🧦 \u202Eabc") },
        { "just below packing", Drawn(1023) },
        { "just at packing", new byte[1024] },
        { "1 MB that packs", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"sku\":\"A-1\"},", 75_000))) },
        { "1 MB that does not", Drawn(1024 * 1024) },
    };

    [Theory]
    [MemberData(nameof(Payloads))]
    public void What_was_sealed_opens_as_it_was(string what, byte[] plain)
    {
        foreach (var seal in new IPayloadSeal[] { _folder.Seal(), new PlainSeal() })
        {
            seal.Open(seal.Seal(plain)).ShouldBe(plain, what);
        }
    }

    [Fact]
    public void Nothing_of_a_payload_can_be_read_where_it_is_kept()
    {
        var kept = _folder.Seal().Seal("alice@example.com"u8);
        kept.AsSpan().IndexOf("alice"u8).ShouldBe(-1);
        new PlainSeal().Seal("alice@example.com"u8).AsSpan().IndexOf("alice"u8).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Large_payloads_are_packed_before_they_are_encrypted() =>
        _folder.Seal().Seal(new byte[100_000]).Length.ShouldBeLessThan(1_000);

    [Theory]
    [InlineData(100)] // As it is.
    [InlineData(5_000)] // Packed.
    public void A_change_of_any_byte_is_found(int length)
    {
        var seal = _folder.Seal();
        var kept = seal.Seal(new byte[length]);
        for (var at = 0; at < kept.Length; at++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var changed = kept.ToArray();
                changed[at] ^= (byte)(1 << bit);
                Should.Throw<StoreUnusableException>(() => seal.Open(changed), $"byte {at}, bit {bit}");
            }
        }
    }

    [Fact]
    public void A_packed_payload_cannot_be_passed_off_as_one_that_is_not()
    {
        var seal = _folder.Seal();
        var (packed, asIs) = (seal.Seal(new byte[5_000]), seal.Seal(new byte[100]));
        (packed[0], asIs[0]) = (asIs[0], packed[0]);
        Should.Throw<StoreUnusableException>(() => seal.Open(packed)).Message.ShouldContain("does not fit its key");
        Should.Throw<StoreUnusableException>(() => seal.Open(asIs)).Message.ShouldContain("does not fit its key");
    }

    [Theory]
    [InlineData(100)]
    [InlineData(5_000)]
    public void What_was_cut_off_is_found(int length)
    {
        foreach (var seal in new IPayloadSeal[] { _folder.Seal(), new PlainSeal() })
        {
            var kept = seal.Seal(new byte[length]);
            for (var left = 0; left < kept.Length; left++)
            {
                if (seal is PlainSeal && length < 1024 && left > 0)
                {
                    continue; // Nothing says how long an unencrypted, unpacked payload was: the journal's sum does.
                }

                Should.Throw<StoreUnusableException>(() => seal.Open(kept.AsSpan(0, left)), $"{seal} {left}");
            }
        }
    }

    [Fact]
    public void A_page_of_zeros_is_no_payload()
    {
        Should.Throw<StoreUnusableException>(() => _folder.Seal().Open(new byte[100]));
        Should.Throw<StoreUnusableException>(() => new PlainSeal().Open(new byte[100]));
    }

    [Fact]
    public void No_nonce_is_used_twice()
    {
        var seal = _folder.Seal();
        Enumerable.Range(0, 10_000)
            .Select(_ => Convert.ToHexString(seal.Seal("x"u8).AsSpan(NonceAt, NonceLength)))
            .Distinct().Count().ShouldBe(10_000);
    }

    [Fact]
    public async Task Sixty_four_threads_seal_and_open_at_once()
    {
        var seal = _folder.Seal();
        var wrong = new ConcurrentQueue<string>();
        using var all = new Barrier(64);
        var threads = Enumerable.Range(0, 64).Select(number => Task.Factory.StartNew(() =>
        {
            all.SignalAndWait();
            for (var turn = 0; turn < 200; turn++)
            {
                var plain = Enumerable.Repeat((byte)number, 10 + (turn * 17)).ToArray();
                if (!seal.Open(seal.Seal(plain)).AsSpan().SequenceEqual(plain))
                {
                    wrong.Enqueue($"thread {number}, turn {turn}");
                }
            }
        }, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        await Task.WhenAll(threads);

        wrong.ShouldBeEmpty();
        _folder.Files.Length.ShouldBe(1);
    }

    [Fact]
    public void Turning_encryption_off_or_on_leaves_older_payloads_readable()
    {
        var on = _folder.Seal();
        var off = new PlainSeal(_folder.Open());
        foreach (var plain in new[] { "small"u8.ToArray(), new byte[5_000] })
        {
            off.Open(on.Seal(plain)).ShouldBe(plain);
            on.Open(off.Seal(plain)).ShouldBe(plain);
        }

        (on.Describe, off.Describe).ShouldBe(("on, key of 2026-11", "off"));
    }

    [Fact]
    public void Without_keys_an_encrypted_payload_is_refused_in_a_sentence() =>
        Should.Throw<StoreUnusableException>(() => new PlainSeal().Open(_folder.Seal().Seal("x"u8)))
            .Message.ShouldBe("a stored payload is encrypted and no key folder was given to open it with");

    public void Dispose() => _folder.Dispose();

    private static byte[] Drawn(int length)
    {
        var bytes = new byte[length];
        new Random(20261126).NextBytes(bytes);
        return bytes;
    }
}
