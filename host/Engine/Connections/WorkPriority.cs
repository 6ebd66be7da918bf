using IntegrationHost.Limits;

namespace IntegrationHost.Engine.Connections;

/// <summary>The priority of the work in hand. It follows the call into the connector, whose reads have no parameter
/// for it, and comes out at the account's budget. Work may also be capped: then nothing it asks for goes before
/// that.</summary>
internal static class WorkPriority
{
    private static readonly AsyncLocal<Priority?> InHand = new();
    private static readonly AsyncLocal<Priority?> Most = new();

    public static Priority Current => Capped(InHand.Value ?? Priority.Normal);

    /// <summary>A priority as the work in hand may have it.</summary>
    public static Priority Capped(Priority wanted) => Most.Value is { } most && most < wanted ? most : wanted;

    public static Scope Use(Priority priority)
    {
        var scope = new Scope(InHand, InHand.Value);
        InHand.Value = priority;
        return scope;
    }

    /// <summary>Whatever priority the work in hand names, it has at most this one.</summary>
    public static Scope Cap(Priority most)
    {
        var scope = new Scope(Most, Most.Value);
        Most.Value = most;
        return scope;
    }

    internal readonly struct Scope(AsyncLocal<Priority?>? local, Priority? before) : IDisposable
    {
        public void Dispose()
        {
            if (local is not null)
            {
                local.Value = before;
            }
        }
    }
}
