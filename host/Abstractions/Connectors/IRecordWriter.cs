namespace IntegrationHost.Connectors;

/// <summary>A connector that writes records.</summary>
public interface IRecordWriter : IConnector
{
    /// <summary>Makes the target look like the record: one attempt. Answer what you know; throw only when you do not
    /// know whether it was written, the host then calls <see cref="RecoverAsync"/> before anything else.</summary>
    Task<Outcome> ApplyAsync(Write write, CancellationToken cancel);

    /// <summary>Did this very write land? By external id, by our key in a field, or by comparing with what stands
    /// there. Of a write that takes several calls, answer <see cref="Recovery.Partly"/> when only some steps stand.
    /// Changes nothing. Throw when it cannot be told; the host asks again later and does not write
    /// meanwhile.</summary>
    Task<Recovery> RecoverAsync(Write write, CancellationToken cancel);
}

/// <summary>A writer whose target takes many records in one call.</summary>
public interface IBatchRecordWriter : IRecordWriter
{
    /// <summary>How many writes of this entity one call takes; 1 for entities that are written one by one.</summary>
    int BatchSizeOf(string entity);

    /// <summary>Applies writes of one entity. The answer has one outcome per write, in the same order. Throw only when
    /// nothing is known about any of them: the host then recovers each.</summary>
    Task<IReadOnlyList<Outcome>> ApplyManyAsync(IReadOnlyList<Write> writes, CancellationToken cancel);
}
