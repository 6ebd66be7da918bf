using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Writes by comparison: reads what stands, and sends only what is missing. So a write that is repeated, or
/// goes on after it broke off, has its effect once; recovering is the same comparison without the sending.</summary>
/// <param name="client">The shop.</param>
/// <param name="form">What a record may say; null where the writer judges by itself.</param>
internal abstract class StandingWriter(GraphQlClient client, WriteForm? form = null) : IEntityWriter
{
    private const int JobLooksMost = 5;
    private const int KeysMost = 10;
    private static readonly TimeSpan SearchLag = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan JobPauseFirst = TimeSpan.FromMilliseconds(250);

    protected GraphQlClient Client => client;

    public virtual async Task<Outcome> ApplyAsync(Write write, CancellationToken cancel)
    {
        Plan plan;
        try
        {
            plan = form?.Refuse(write) ?? await PlanAsync(write, cancel);
        }
        catch (RecordException fault)
        {
            return new Outcome.Rejected(fault.Message, "unreadable-record");
        }
        catch (ShopifyFault fault)
        {
            // Nothing was sent but reads.
            return fault.Kind == ShopifyFaultKind.Unknown
                ? new Outcome.RetryLater(fault.Message) : WriteFault.OutcomeOf(fault);
        }

        return plan.Outcome ?? await SendAsync(write, plan, cancel);
    }

    public virtual async Task<Recovery> RecoverAsync(Write write, CancellationToken cancel) =>
        (form?.Refuse(write) ?? await PlanAsync(write, cancel)) switch
        {
            { Outcome: null, Found: { } id } when write.Id is null =>
                new Recovery.Partly($"the {write.Entity} stands in the shop and looks otherwise") { Id = id },
            { Outcome: null or Outcome.Rejected or Outcome.RetryLater } => new Recovery.NotWritten(),
            { Outcome: { } landed } => new Recovery.Landed(landed),
        };

    /// <summary>What is left to do; reads only.</summary>
    /// <exception cref="RecordException">The record does not say what is needed.</exception>
    protected abstract Task<Plan> PlanAsync(Write write, CancellationToken cancel);

    private async Task<Outcome> SendAsync(Write write, Plan plan, CancellationToken cancel)
    {
        var done = new List<Record>();
        foreach (var step in plan.Steps)
        {
            var refusal = await SendAsync(write, step, done, cancel);
            if (refusal is not null)
            {
                // A part is written: the host must ask what stands before it goes on with the rest.
                return done.Count == 0 || plan.CommitsAtEnd ? refusal : throw new ShopifyFault(ShopifyFaultKind.Unknown,
                    $"{step.Field} was refused after {done.Count} of {plan.Steps.Count} steps were done: {refusal}");
            }
        }

        return plan.Result(done);
    }

    private async Task<Outcome?> SendAsync(
        Write write, PlannedCall step, List<Record> done, CancellationToken cancel)
    {
        try
        {
            var payload = await MutateAsync(write, step, done, cancel);
            if (UserError.Of(payload, step.Errors) is not { Count: > 0 } errors)
            {
                done.Add(payload);
                await EndOfJobAsync(step.Job is { } job ? payload.TextOrNull(job) : null, cancel);
                return null;
            }

            return step.TakenIsLater && errors[0] is { Code: "TAKEN", Field: [.., "externalId"] }
                ? new Outcome.RetryLater(errors[0].Message, SearchLag) : Refusal.Of(errors);
        }
        catch (ShopifyFault fault) when (fault.Kind != ShopifyFaultKind.Unknown)
        {
            return WriteFault.OutcomeOf(fault);
        }
    }

    private async Task<Record> MutateAsync(
        Write write, PlannedCall step, List<Record> done, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var variables = step.Variables(done);
            if (step.Key is { } key)
            {
                variables["key"] = key(attempt);
            }

            var payload = await client.MutateAsync(step.Operation, step.Field, variables, write.Priority, cancel);
            var errors = UserError.Of(payload, step.Errors);
            if (errors.Any(KeyRefusal.IsStillRunning))
            {
                throw new ShopifyFault(
                    ShopifyFaultKind.Unknown, $"{step.Field} is still being done: {errors[0].Message}");
            }

            if (step.Key is null || attempt == KeysMost || !errors.Any(KeyRefusal.HasFailed))
            {
                return payload;
            }
        }
    }

    // The work was taken already. Where its end does not come in time, or cannot be asked for, the next poll shows it.
    private async Task EndOfJobAsync(string? job, CancellationToken cancel)
    {
        for (var looks = 0; job is not null && looks < JobLooksMost; looks++)
        {
            await Task.Delay(JobPauseFirst * Math.Pow(2, looks), client.Time, cancel);
            try
            {
                var answer = await client.QueryAsync("JobPoll", new JsonObject { ["id"] = job }, cancel);
                if (answer.FlagOrFalse("job.done"))
                {
                    return;
                }
            }
            catch (ShopifyFault)
            {
                return;
            }
        }
    }
}
