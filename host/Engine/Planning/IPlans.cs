namespace IntegrationHost.Engine.Planning;

/// <summary>What a flow would write, without writing it; and letting it do exactly that.</summary>
public interface IPlans
{
    /// <summary>Runs everything up to the write and compares with what the target holds now. Makes no call that changes
    /// anything.</summary>
    /// <exception cref="ArgumentException">There is no such flow, or what is asked cannot be meant.</exception>
    Task<Plan> MakeAsync(PlanOrder order, CancellationToken cancel);

    /// <summary>Lets the records of a plan go their way, at most so many. Plans them again first: where source, script
    /// or target have moved since, nothing is released and the answer names the records.</summary>
    /// <exception cref="ArgumentException">There is no such plan (any more).</exception>
    Task<PlanRelease> ReleaseAsync(string plan, int most, string by, CancellationToken cancel);
}
