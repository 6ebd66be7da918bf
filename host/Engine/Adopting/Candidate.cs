using IntegrationHost.Records;

namespace IntegrationHost.Engine.Adopting;

/// <summary>A source record whose partner is looked for.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Version">The version that was read.</param>
/// <param name="Source">The record.</param>
/// <param name="Written">What its script makes of it, references unresolved; null where it makes no write.</param>
internal sealed record Candidate(string Id, string Name, string Version, Record Source, Record? Written);

/// <summary>What a rule found.</summary>
internal sealed record Partners(IReadOnlyList<string> Ids, LinkRule Rule, string Value);
