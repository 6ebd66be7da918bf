using IntegrationHost.Crash.Wire;

namespace IntegrationHost.Crash.Child;

/// <summary>Somebody who has the store open and does what is asked.</summary>
internal interface ISession : IAsyncDisposable
{
    /// <summary>Ends when it was acknowledged.</summary>
    /// <exception cref="ChildGoneException">Nobody will acknowledge it any more.</exception>
    Task<Answer> AskAsync(Command command, CancellationToken cancel);
}

/// <summary>The process was killed before it answered.</summary>
internal sealed class ChildGoneException() : Exception("the child is gone");
