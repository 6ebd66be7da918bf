namespace IntegrationHost.Records;

/// <summary>A record does not have what was asked of it; the message names the path.</summary>
public sealed class RecordException : Exception
{
    /// <summary>With a sentence.</summary>
    public RecordException(string message)
        : base(message)
    {
    }

    /// <summary>With a sentence and what led to it.</summary>
    public RecordException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Without a sentence; prefer the others.</summary>
    public RecordException()
    {
    }
}
