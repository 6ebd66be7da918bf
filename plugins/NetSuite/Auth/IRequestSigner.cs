namespace IntegrationHost.Plugins.NetSuite.Auth;

/// <summary>Proves to NetSuite who asks.</summary>
internal interface IRequestSigner
{
    /// <summary>Gets ready what <see cref="Sign"/> needs. Called before a permit is taken: what it sends itself takes a
    /// permit of its own.</summary>
    /// <exception cref="Errors.NetSuiteException">There is nothing to sign with.</exception>
    Task PrepareAsync(CancellationToken cancel);

    /// <summary>Signs as late as it can be: a signature that waits too long is no longer accepted.</summary>
    void Sign(HttpRequestMessage request);

    /// <summary>NetSuite refused what was signed: the next attempt must be another.</summary>
    void Refused();
}
