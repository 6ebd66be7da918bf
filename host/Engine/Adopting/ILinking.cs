namespace IntegrationHost.Engine.Adopting;

/// <summary>Adopts pairs that exist already, made by hand or by an earlier connector, before anything is written: what
/// is linked is updated and never made again.</summary>
public interface ILinking
{
    /// <summary>Looks for the partners. Changes nothing.</summary>
    /// <exception cref="ArgumentException">There is no such flow, or what is asked cannot be meant.</exception>
    Task<LinkReport> PreviewAsync(LinkOrder order, CancellationToken cancel);

    /// <summary>Looks for the partners and links those that are sure.</summary>
    /// <exception cref="ArgumentException">As for a preview.</exception>
    Task<LinkReport> AdoptAsync(LinkOrder order, string by, CancellationToken cancel);
}
