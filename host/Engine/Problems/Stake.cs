using IntegrationHost.Engine.Inbox;
using IntegrationHost.Mapping;

namespace IntegrationHost.Engine.Problems;

/// <summary>The money that waits with a record: the first amount its script stated.</summary>
internal static class Stake
{
    public static Money? Of(IReadOnlyList<Expectation> expectations) =>
        expectations.Count == 0 ? null : new Money(expectations[0].Amount, expectations[0].Currency ?? "");
}
