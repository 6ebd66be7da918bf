using IntegrationHost.Connectors;
using Shouldly;
using Xunit;

namespace IntegrationHost.TestKit;

public abstract partial class ConnectorConformance
{
    /// <summary>What changes after a cursor is found by reading on from it; repeats are fine, gaps are not.</summary>
    [Fact]
    public async Task Reading_on_from_a_cursor_leaves_no_gap()
    {
        foreach (var entity in With(Abilities.Changes))
        {
            var first = await ChangeSourceAsync(entity.Name, 1, Cancel);
            var (seen, cursor) = await ReadToEndAsync(entity.Name, Cursor.From(Time.GetUtcNow().AddDays(-1)));
            seen.Select(
                change => change.Id).ShouldContain(first, $"{entity.Name}: the first read must report what changed");
            var second = await ChangeSourceAsync(entity.Name, 2, Cancel);
            var (later, _) = await ReadToEndAsync(entity.Name, cursor);
            later.Select(
                change => change.Id).ShouldContain(second, $"{entity.Name}: reading on must report the next change");
        }
    }

    /// <summary>A feed that is read to its end stays there: it may repeat its overlap, never without end.</summary>
    [Fact]
    public async Task The_last_cursor_reads_to_an_end()
    {
        foreach (var entity in With(Abilities.Changes))
        {
            await ChangeSourceAsync(entity.Name, 1, Cancel);
            var (seen, cursor) = await ReadToEndAsync(entity.Name, Cursor.From(Time.GetUtcNow().AddDays(-1)));
            var (again, _) = await ReadToEndAsync(entity.Name, cursor);
            again.Select(change => (change.Id, change.Version))
                .ShouldBeSubsetOf(seen.Select(change => (change.Id, change.Version)), $"{entity.Name}: nothing is new");
        }
    }

    /// <summary>The version a feed reports is the one a read shows: the host compares them as texts.</summary>
    [Fact]
    public async Task The_reader_and_the_feed_agree_on_versions()
    {
        foreach (var entity in With(Abilities.Changes).Where(entity => entity.Abilities.HasFlag(Abilities.Read)))
        {
            var id = await ChangeSourceAsync(entity.Name, 1, Cancel);
            var (seen, _) = await ReadToEndAsync(entity.Name, Cursor.From(Time.GetUtcNow().AddDays(-1)));
            var found = await ((IRecordReader)Connect()).ReadAsync(entity.Name, [id], Cancel);
            found.ShouldHaveSingleItem().Version.ShouldBe(seen.Last(change => change.Id == id).Version, entity.Name);
        }
    }

    /// <summary>An id that does not exist is left out; it is no fault.</summary>
    [Fact]
    public async Task Reading_an_id_that_does_not_exist_gives_nothing()
    {
        foreach (var entity in With(Abilities.Changes).Where(entity => entity.Abilities.HasFlag(Abilities.Read)))
        {
            var id = await ChangeSourceAsync(entity.Name, 1, Cancel);
            var unknown = id[..^1] + (id[^1] == '9' ? "8" : "9") + "77777";
            var found = await ((IRecordReader)Connect()).ReadAsync(entity.Name, [unknown, id], Cancel);
            found.ShouldHaveSingleItem().Id.ShouldBe(id, entity.Name);
        }
    }

    /// <summary>A found record names the value it was asked by, to the letter; what does not exist is left
    /// out.</summary>
    [Fact]
    public async Task Finding_returns_the_value_exactly_as_asked()
    {
        foreach (var entity in With(Abilities.Find))
        {
            var (field, value) = Findable(entity.Name);
            var found = await (
                (IRecordReader)Connect()).FindAsync(entity.Name, field, [value, "no such value"], Cancel);
            found.ShouldHaveSingleItem().Value.ShouldBe(value, entity.Name);
        }
    }

    /// <summary>A genuine webhook is taken, and repeated it has the same delivery id.</summary>
    [Fact]
    public void A_genuine_webhook_gives_the_same_delivery_id_twice()
    {
        if (Connect() is not IWebhookDecoder decoder)
        {
            return;
        }

        var webhook = Webhook();
        var first = decoder.Decode(webhook).ShouldBeOfType<WebhookVerdict.Accepted>();
        var again = decoder.Decode(webhook).ShouldBeOfType<WebhookVerdict.Accepted>();
        first.DeliveryId.ShouldNotBeEmpty();
        again.DeliveryId.ShouldBe(first.DeliveryId);
    }

    /// <summary>One changed byte makes a webhook not genuine; so does a missing header.</summary>
    [Fact]
    public void A_tampered_webhook_is_refused()
    {
        if (Connect() is not IWebhookDecoder decoder)
        {
            return;
        }

        var webhook = Webhook();
        var body = webhook.Body.ToArray();
        body[body.Length / 2] ^= 1;
        decoder.Decode(webhook with { Body = body }).ShouldBeOfType<WebhookVerdict.Refused>();
        decoder.Decode(
            webhook with { Headers = new Dictionary<string, string>() }).ShouldBeOfType<WebhookVerdict.Refused>();
    }

    private async Task<(IReadOnlyList<Change> Seen, Cursor End)> ReadToEndAsync(string entity, Cursor cursor)
    {
        var feed = (IChangeFeed)Connect();
        var seen = new List<Change>();
        for (var pages = 0; pages < PagesMost; pages++)
        {
            var page = await feed.ReadChangesAsync(entity, cursor, Cancel);
            seen.AddRange(page.Changes);
            cursor = page.Next;
            if (!page.HasMore)
            {
                return (seen, cursor);
            }
        }

        throw new ShouldAssertException($"the feed of {entity} did not come to an end within {PagesMost} pages");
    }
}
