using IntegrationHost.Limits;

namespace IntegrationHost.Engine.Connections;

/// <summary>The priority of the work in hand. It follows the call into the connector, whose reads have no parameter
/// for it, and comes out at the account's budget.</summary>
internal static class WorkPriority
{
    private static readonly AsyncLocal<Priority?> InHand = new();

    public static Priority Current => InHand.Value ?? Priority.Normal;

    public static Scope Use(Priority priority)
    {
        var scope = new Scope(InHand.Value);
        InHand.Value = priority;
        return scope;
    }

    internal readonly struct Scope(Priority? before) : IDisposable
    {
        public void Dispose() => InHand.Value = before;
    }
}
