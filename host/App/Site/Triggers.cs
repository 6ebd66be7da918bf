using IntegrationHost.Engine.Intake;

namespace IntegrationHost.App.Site;

/// <summary>What starts a flow.</summary>
/// <param name="PollEvery">Zero where only schedules tell when.</param>
/// <param name="Schedules">Points in time.</param>
/// <param name="Webhooks">Whether webhooks do, too.</param>
internal sealed record Triggers(TimeSpan PollEvery, IReadOnlyList<ISchedule> Schedules, bool Webhooks);
