namespace IntegrationHost.Engine.Intake;

/// <summary>Where flows stand in their feeds, and setting them back.</summary>
public interface ICursors
{
    /// <summary>Where a flow stands.</summary>
    /// <exception cref="ArgumentException">There is no such flow, or it reads no feed.</exception>
    Task<FlowCursor> ShowAsync(string flow, CancellationToken cancel);

    /// <summary>What a flow would read again from this instant on. Changes nothing.</summary>
    /// <exception cref="ArgumentException">There is no such flow, or it cannot go there; the message says
    /// why.</exception>
    Task<RewindPreview> PreviewAsync(string flow, DateTimeOffset to, CancellationToken cancel);

    /// <summary>Sets a flow back, or on, to this instant and polls at once. What is known already is read and dropped;
    /// nothing is written twice by it.</summary>
    /// <exception cref="ArgumentException">As for a preview.</exception>
    Task RewindAsync(string flow, DateTimeOffset to, string by, CancellationToken cancel);
}
