namespace IntegrationHost.Plugins.NetSuite;

/// <summary>How the taxes that a shop computed are written. NetSuite's REST services are documented for SuiteTax
/// accounts only, though the fields of legacy taxes exist.</summary>
public enum TaxStrategy
{
    /// <summary>As the script says: usually a line of its own, so that NetSuite computes nothing.</summary>
    Line,
    /// <summary>Legacy taxes: lines carry <c>taxCode</c> or <c>taxRate1</c>.</summary>
    TaxCode,
    /// <summary>SuiteTax: each line's <c>taxAmount</c> becomes tax details that override NetSuite's own.</summary>
    SuiteTax,
}
