namespace IntegrationHost.Engine.Intake;

/// <summary>Points in time at which a flow's feed is read, beside its interval.</summary>
public interface ISchedule
{
    /// <summary>As the site writes it, with the time zone.</summary>
    string Text { get; }

    /// <summary>The first of them after this instant, or null when there is none any more.</summary>
    DateTimeOffset? NextAfter(DateTimeOffset instant);
}
