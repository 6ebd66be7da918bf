namespace IntegrationHost.Crash.Wire;

/// <summary>What a command came to, in a form that is the same for every store.</summary>
/// <param name="Text">In words.</param>
internal sealed record Answer(string Text)
{
    /// <summary>The call threw: nobody knows whether it took place.</summary>
    public bool Failed { get; init; }

    /// <summary>Set when the state was refused with a sentence.</summary>
    public bool Refused { get; init; }

    /// <summary>What was read, by what it is about.</summary>
    public Dictionary<string, string>? Facts { get; init; }

    /// <summary>The epoch of a lane that was taken.</summary>
    public long Epoch { get; init; }
}

/// <summary>A command on its way, with the number its answer carries.</summary>
internal sealed record Asked(long Number, Command Command);

/// <summary>An answer on its way back. One that did not come whole was never given.</summary>
internal sealed record Answered(long Number, Answer Answer);
