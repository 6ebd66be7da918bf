using System.ComponentModel;
using System.Runtime.CompilerServices;
using IntegrationHost.Records;

namespace IntegrationHost.Mapping;

/// <summary>What keeps one script from stopping the host: a bound on the steps of a run and on the depth of its calls.
/// The host writes the calls into a script when it compiles it; nobody writes them by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ScriptLimits
{
    /// <summary>Turns of loops and calls of functions in one run, at most.</summary>
    public const int StepsMost = 50_000_000;

    [ThreadStatic]
    private static int _steps;

    /// <summary>Begins the counting of a run on this thread.</summary>
    public static void Begin() => _steps = 0;

    /// <summary>One turn of a loop.</summary>
    /// <exception cref="RecordException">The run took too many.</exception>
    public static void Step()
    {
        if (++_steps > StepsMost)
        {
            throw new RecordException("the script did not end within 50 million steps; a loop in it may have no end");
        }
    }

    /// <summary>One call of a function.</summary>
    /// <exception cref="RecordException">The run took too many, or calls are nested too deeply.</exception>
    public static void Enter()
    {
        Step();
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new RecordException("calls are nested too deeply; a function may call itself without an end");
        }
    }
}
