using IntegrationHost.Mapping;
using IntegrationHost.Records;

namespace IntegrationHost.Engine.Mapping;

/// <summary>The compiled scripts.</summary>
public interface IMappings
{
    /// <summary>The version of a script that is in force: the newest that compiled and whose cases pass. A run keeps
    /// the one it got, whatever is edited meanwhile.</summary>
    /// <exception cref="MappingUnavailableException">No version ever compiled.</exception>
    IMapping Current(string script);
}

/// <summary>One version of a script.</summary>
public interface IMapping
{
    /// <summary>Short hash of the script and all it loads.</summary>
    string Version { get; }

    /// <summary>Runs it for one record. Pure; called concurrently.</summary>
    /// <exception cref="MappingFailedException">The script threw; the message has file and line.</exception>
    MappingRun Run(Record source, MappingInputs inputs);
}

/// <summary>What one run gave.</summary>
/// <param name="Result">What the script returned.</param>
/// <param name="Unmapped">Table keys it asked for in vain: when there are any, the result does not count.</param>
/// <param name="Expectations">What the target must show.</param>
public sealed record MappingRun(
    MappingResult Result, IReadOnlyList<UnmappedValue> Unmapped, IReadOnlyList<Expectation> Expectations);

/// <summary>There is no version of a script that could run.</summary>
public sealed class MappingUnavailableException(string message) : Exception(message);

/// <summary>A script threw on a record.</summary>
public sealed class MappingFailedException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Keys it had asked for in vain before it threw: those explain the failure.</summary>
    public IReadOnlyList<UnmappedValue> Unmapped { get; init; } = [];
}
