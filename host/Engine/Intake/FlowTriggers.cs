namespace IntegrationHost.Engine.Intake;

/// <summary>When a flow's feed is read next. Pure.</summary>
internal static class FlowTriggers
{
    // A flow whose schedules have run out, and that has no interval, is looked at again all the same.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>The earliest of all its triggers after this instant.</summary>
    public static DateTimeOffset NextAfter(FlowDefinition flow, DateTimeOffset now) => flow.Schedules
        .Select(schedule => schedule.NextAfter(now))
        .Append(flow.PollEvery > TimeSpan.Zero ? now + flow.PollEvery : now + Longest)
        .OfType<DateTimeOffset>()
        .Min();

    /// <summary>All of them in a few words, as status and page show them.</summary>
    public static string Describe(FlowDefinition flow) => string.Join(", ", new[]
    {
        flow.TakesWebhooks ? "webhooks" : null,
        flow.PollEvery > TimeSpan.Zero ? $"every {flow.PollEvery:c}" : null,
    }.OfType<string>().Concat(flow.Schedules.Select(schedule => schedule.Text)));
}
