using IntegrationHost.Connectors;
using IntegrationHost.Records;
using Shouldly;
using Xunit;

namespace IntegrationHost.TestKit;

public abstract partial class ConnectorConformance
{
    /// <summary>The same write sent twice leaves one record.</summary>
    [Fact]
    public async Task The_same_write_applied_twice_is_one_record()
    {
        foreach (var entity in With(Abilities.Create))
        {
            var writer = (IRecordWriter)Connect();
            var write = WriteOf(entity.Name, 1);
            var first = IdOf(await writer.ApplyAsync(write, Cancel), entity.Name);
            IdOf(await writer.ApplyAsync(write, Cancel), entity.Name).ShouldBe(
                first, $"{entity.Name}: one record, not two");
        }
    }

    /// <summary>The version a write answers is the one the feed reports for it: by that the host knows its own
    /// echo. A system without versions answers an empty text, and the host compares contents.</summary>
    [Fact]
    public async Task The_feed_reports_the_version_the_write_returned()
    {
        foreach (var entity in With(Abilities.Create).Where(entity => entity.Abilities.HasFlag(Abilities.Changes)))
        {
            var since = Cursor.From(Time.GetUtcNow().AddDays(-1));
            var outcome = await ((IRecordWriter)Connect()).ApplyAsync(WriteOf(entity.Name, 6), Cancel);
            var (id, version) = (IdOf(outcome, entity.Name), VersionOf(outcome));
            var (seen, _) = await ReadToEndAsync(entity.Name, since);
            seen.LastOrDefault(change => change.Id == id).ShouldNotBeNull($"{entity.Name}: the feed must report it");
            version.ShouldBeOneOf("", seen.Last(change => change.Id == id).Version);
        }
    }

    /// <summary>Data the system refuses is an answer, not an exception: a person decides.</summary>
    [Fact]
    public async Task A_bad_record_is_rejected_not_thrown()
    {
        foreach (var entity in With(Abilities.Create))
        {
            var write = new Write(entity.Name, BadRecord(entity.Name), $"conformance|{entity.Name}|bad");
            var rejected = (await ((IRecordWriter)Connect()).ApplyAsync(write, Cancel))
                .ShouldBeOfType<Outcome.Rejected>(entity.Name);
            rejected.Reason.ShouldNotBeEmpty("a person reads the reason");
        }
    }

    /// <summary>A system that is busy gets the write later, and the budget is told.</summary>
    [Fact]
    public async Task Throttling_becomes_retry_later()
    {
        var writes = With(Abilities.Create).Select(entity => WriteOf(entity.Name, 2)).ToArray();
        foreach (var write in writes)
        {
            Throttle(write.Entity);
            var before = Budget.Refused;
            var outcome = await ((IRecordWriter)Connect()).ApplyAsync(write, Cancel);
            outcome.ShouldBeOfType<Outcome.RetryLater>(write.Entity);
            Budget.Refused.ShouldBeGreaterThan(
                before, $"{write.Entity}: Permit.Report must say that the account refused");
        }
    }

    /// <summary>A write that landed and whose answer was lost is unknown, so it throws. It is found again; only an
    /// upsert may be sent once more instead, and still leaves one record.</summary>
    [Fact]
    public async Task A_write_whose_answer_was_lost_is_recovered()
    {
        foreach (var entity in With(Abilities.Create))
        {
            var writer = (IRecordWriter)Connect();
            var write = WriteOf(entity.Name, 3);
            LoseNextAnswer(entity.Name);
            await Should.ThrowAsync<Exception>(
                () => writer.ApplyAsync(write, Cancel),
                $"{entity.Name}: an answer that never came is unknown, so throw");
            var recovery = await writer.RecoverAsync(write, Cancel);
            if (recovery is not Recovery.Landed)
            {
                entity.CreateNature.ShouldBe(WriteNature.Upsert, $"{entity.Name}: it landed and must be found again");
                (await writer.ApplyAsync(write, Cancel)).ShouldNotBeOfType<Outcome.Created>(entity.Name);
            }
        }
    }

    /// <summary>A write that was never sent did not land.</summary>
    [Fact]
    public async Task A_write_that_never_happened_is_not_written()
    {
        foreach (var entity in With(Abilities.Create))
        {
            var recovery = await ((IRecordWriter)Connect()).RecoverAsync(WriteOf(entity.Name, 4), Cancel);
            recovery.ShouldBeOfType<Recovery.NotWritten>(entity.Name);
        }
    }

    /// <summary>Every permit is given back, whatever came of the call.</summary>
    [Fact]
    public async Task Permits_are_given_back()
    {
        foreach (var entity in With(Abilities.Create))
        {
            await ((IRecordWriter)Connect()).ApplyAsync(WriteOf(entity.Name, 5), Cancel);
        }

        Budget.Open.ShouldBe(0, "dispose the permit when the answer is read");
    }

    private Write WriteOf(string entity, int number)
    {
        // As the host hands it over: rendered, and read again.
        var record = Record.Parse(NewRecord(entity, number).ToUtf8());
        return new Write(entity, record, $"conformance|{entity}|{number}");
    }

    private static string VersionOf(Outcome outcome) => outcome switch
    {
        Outcome.Created created => created.Version,
        Outcome.Updated updated => updated.Version,
        Outcome.Unchanged unchanged => unchanged.Version,
        _ => "",
    };

    private static string IdOf(Outcome outcome, string entity) => outcome switch
    {
        Outcome.Created created => created.Id,
        Outcome.Updated updated => updated.Id,
        Outcome.Unchanged unchanged => unchanged.Id,
        _ => throw new ShouldAssertException($"{entity}: a good record was answered with {outcome}"),
    };
}
