using IntegrationHost.Engine.Inbox;
using IntegrationHost.Storage.Embedded;
using IntegrationHost.Storage.Payloads;
using IntegrationHost.Storage.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Embedded;

public sealed class When_a_key_is_missing : IDisposable
{
    private readonly StateFolder _folder = new();
    private readonly FakeTimeProvider _time = new(Some.Morning);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("pending-7")]
    [InlineData("cursor-7")]
    public async Task The_state_is_refused_with_that_sentence_and_left_as_it_is(string sealedWithIt)
    {
        await using (var store = await OpenAsync(new PlainSeal()))
        {
            await store.Inbox.AppendAsync(new Append([Some.Change("pending-7")])
            {
                Cursor = new CursorMove("orders", null, new Connectors.Cursor("cursor-7")),
            }, Cancel);
        }

        var before = await File.ReadAllBytesAsync(_folder.File, Cancel);
        var refused = await Should.ThrowAsync<StoreUnusableException>(() => OpenAsync(new LostKey(sealedWithIt)));
        refused.Message.ShouldBe(LostKey.Sentence);
        (await File.ReadAllBytesAsync(_folder.File, Cancel)).ShouldBe(before);
        File.Exists(_folder.File + ".damaged").ShouldBeFalse();

        await using var again = await OpenAsync(new PlainSeal());
        again.Told.ShouldBeNull("it was neither made anew nor damaged");
        (await again.History.FindAsync("pending-7", Cancel)).ShouldHaveSingleItem();
    }

    private Task<EmbeddedStore> OpenAsync(IPayloadSeal seal) =>
        EmbeddedStore.OpenAsync(new EmbeddedOptions(_folder.Path) { Time = _time, Seal = seal }, Cancel);

    /// <summary>Opens all but what holds a certain text, as if that had been sealed with a key that is gone.</summary>
    private sealed class LostKey(string text) : IPayloadSeal
    {
        public const string Sentence = "the payload key of 2026-10 is not in the key folder";

        private readonly PlainSeal _rest = new();

        public string Describe => "lost";

        public byte[] Seal(ReadOnlySpan<byte> plain) => _rest.Seal(plain);

        public byte[] Open(ReadOnlySpan<byte> kept)
        {
            var plain = _rest.Open(kept);
            return plain.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0
                ? throw new StoreUnusableException(Sentence)
                : plain;
        }
    }

    public void Dispose() => _folder.Dispose();
}
