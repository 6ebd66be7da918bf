using IntegrationHost.Connectors;
using IntegrationHost.Limits;

namespace IntegrationHost.TestKit.Tests;

/// <summary>Each fact fails for the connector that breaks it: a fact that cannot fail says nothing.</summary>
public sealed class What_the_facts_find
{
    [Fact]
    public Task A_gap_after_a_cursor() => Fails(
        (twisted, _) => Spoil(twisted, page => page with { Next = new Cursor("9999") }),
        facts => facts.Reading_on_from_a_cursor_leaves_no_gap());

    [Fact]
    public Task A_feed_without_an_end() => Fails(
        (twisted, _) => Spoil(twisted, page => page with { HasMore = true }),
        facts => facts.The_last_cursor_reads_to_an_end());

    [Fact]
    public Task Versions_that_differ_between_feed_and_reader() => Fails(
        (twisted, _) => Spoil(twisted, page => page with
        {
            Changes = [.. page.Changes.Select(change => change with { Version = change.Version + "." })],
        }),
        facts => facts.The_reader_and_the_feed_agree_on_versions());

    [Fact]
    public Task A_write_that_answers_another_version_than_the_feed() => Fails(
        (twisted, _) => Answer(
            twisted, outcome => outcome is Outcome.Created made ? made with { Version = "x" } : outcome),
        facts => facts.The_feed_reports_the_version_the_write_returned());

    [Fact]
    public Task An_id_that_does_not_exist_and_is_made_up() => Fails(
        (twisted, _) => twisted.ReadByIds = (_, ids, _) => Task.FromResult<IReadOnlyList<Found>>(
            [.. ids.Select(id => new Found(id, "1", new Record()))]),
        facts => facts.Reading_an_id_that_does_not_exist_gives_nothing());

    [Fact]
    public Task A_match_that_is_not_what_was_asked() => Fails(
        (twisted, _) => twisted.Find = (_, _, values, _) => Task.FromResult<IReadOnlyList<Match>>(
            [new Match(values[0].ToUpperInvariant(), "1", "")]),
        facts => facts.Finding_returns_the_value_exactly_as_asked());

    [Fact]
    public Task A_webhook_that_anybody_may_send() => Fails(
        (twisted, _) => twisted.Judge = _ => new WebhookVerdict.Accepted("1", [], []),
        facts =>
        {
            facts.A_tampered_webhook_is_refused();
            return Task.CompletedTask;
        });

    [Fact]
    public Task A_delivery_that_has_another_id_each_time() => Fails(
        (twisted, _) => twisted.Judge = _ => new WebhookVerdict.Accepted(Guid.NewGuid().ToString(), [], []),
        facts =>
        {
            facts.A_genuine_webhook_gives_the_same_delivery_id_twice();
            return Task.CompletedTask;
        });

    [Fact]
    public Task A_write_that_makes_a_second_record() => Fails(
        (twisted, _) => Answer(twisted, _ => new Outcome.Created(Guid.NewGuid().ToString(), "")),
        facts => facts.The_same_write_applied_twice_is_one_record());

    [Fact]
    public Task Bad_data_that_throws() => Fails(
        (twisted, _) => Answer(twisted, outcome => outcome is Outcome.Rejected
            ? throw new InvalidOperationException("bad data") : outcome),
        facts => facts.A_bad_record_is_rejected_not_thrown());

    [Fact]
    public Task A_busy_system_taken_for_bad_data() => Fails(
        (twisted, _) => Answer(twisted, outcome => outcome is Outcome.RetryLater
            ? new Outcome.Rejected("busy") : outcome),
        facts => facts.Throttling_becomes_retry_later());

    [Fact]
    public Task A_lost_answer_taken_for_nothing_written() => Fails(
        (twisted, _) =>
        {
            var apply = twisted.Apply;
            twisted.Apply = async (write, cancel) =>
            {
                try
                {
                    return await apply(write, cancel);
                }
                catch (HttpRequestException)
                {
                    return new Outcome.RetryLater("no answer");
                }
            };
        },
        facts => facts.A_write_whose_answer_was_lost_is_recovered());

    [Fact]
    public Task A_landed_write_that_is_not_found_again() => Fails(
        (twisted, _) =>
        {
            twisted.Entities =
                [.. twisted.Entities.Select(entity => entity with { CreateNature = WriteNature.NeedsIntent })];
            twisted.Recover = (_, _) => Task.FromResult<Recovery>(new Recovery.NotWritten());
        },
        facts => facts.A_write_whose_answer_was_lost_is_recovered());

    [Fact]
    public Task A_write_that_never_was_and_is_claimed() => Fails(
        (twisted, _) => twisted.Recover = (_, _) =>
            Task.FromResult<Recovery>(new Recovery.Landed(new Outcome.Created("1", ""))),
        facts => facts.A_write_that_never_happened_is_not_written());

    [Fact]
    public Task A_permit_that_is_kept() => Fails(
        (twisted, context) =>
        {
            var apply = twisted.Apply;
            twisted.Apply = async (write, cancel) =>
            {
                await context.Budget.AcquireAsync(1, Priority.Normal, cancel);
                return await apply(write, cancel);
            };
        },
        facts => facts.Permits_are_given_back());

    [Fact]
    public Task A_cancelled_call_that_goes_on() => Fails(
        (twisted, _) => twisted.ReadByIds = (_, _, _) => Task.FromResult<IReadOnlyList<Found>>([]),
        facts => facts.Cancelling_ends_a_call());

    [Fact]
    public Task A_plugin_folder_with_the_contract_in_it() => Fails(
        (_, _) => { },
        facts =>
        {
            facts.The_plugin_folder_does_not_carry_the_contract();
            return Task.CompletedTask;
        });

    // The fact of the straight connector holds, so it is the twist that makes it fail.
    private static async Task Fails(
        Action<Twisted, ConnectorContext> twist, Func<ConnectorConformance, Task> fact) =>
        await Assert.ThrowsAnyAsync<Exception>(() => fact(new TwistedConformance(twist)));

    private static void Spoil(Twisted twisted, Func<ChangePage, ChangePage> spoil)
    {
        var read = twisted.Read;
        twisted.Read = async (entity, after, cancel) => spoil(await read(entity, after, cancel));
    }

    private static void Answer(Twisted twisted, Func<Outcome, Outcome> spoil)
    {
        var apply = twisted.Apply;
        twisted.Apply = async (write, cancel) => spoil(await apply(write, cancel));
    }
}
