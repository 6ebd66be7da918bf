namespace IntegrationHost.Engine.Adopting;

/// <summary>What was found.</summary>
/// <param name="Flow">The flow's name.</param>
/// <param name="Looked">Source records looked at.</param>
/// <param name="Linked">Those that were linked before.</param>
/// <param name="Missing">Those without a partner: the flow will make them.</param>
/// <param name="Pairs">Sure pairs.</param>
/// <param name="Ambiguous">Records with several possible partners, and partners several records claim: nobody links
/// them but a person.</param>
/// <param name="IsComplete">False when there are more records than were looked at.</param>
/// <param name="IsWritten">Whether the pairs are linked now.</param>
public sealed record LinkReport(
    string Flow,
    int Looked,
    int Linked,
    int Missing,
    IReadOnlyList<LinkPair> Pairs,
    IReadOnlyList<AmbiguousLink> Ambiguous,
    bool IsComplete,
    bool IsWritten);

/// <summary>A pair.</summary>
/// <param name="Id">The source record's id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="TargetEntity">The partner's entity.</param>
/// <param name="TargetId">The partner's id.</param>
/// <param name="By">The rule that found it.</param>
public sealed record LinkPair(string Id, string Name, string TargetEntity, string TargetId, string By);

/// <summary>A record whose partner is not sure.</summary>
/// <param name="Id">The source record's id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Why">In a sentence.</param>
/// <param name="TargetIds">The possible partners.</param>
public sealed record AmbiguousLink(string Id, string Name, string Why, IReadOnlyList<string> TargetIds);
