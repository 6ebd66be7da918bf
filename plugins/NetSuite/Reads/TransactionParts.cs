namespace IntegrationHost.Plugins.NetSuite.Reads;

/// <summary>What of a transaction is read beside its header.</summary>
[Flags]
internal enum TransactionParts
{
    /// <summary>The header alone, in one query without a join.</summary>
    None = 0,
    /// <summary>What it was made from.</summary>
    Source = 1,
    /// <summary>Its lines of items.</summary>
    Lines = 2,
    /// <summary>The documents that it settles.</summary>
    Applied = 4 | Source,
    /// <summary>What is not paid of it.</summary>
    Unpaid = 8,
    /// <summary>It is money: its customer is called <c>customer</c>.</summary>
    Paying = 16,
    /// <summary>How much of its lines was shipped and billed, and which are closed.</summary>
    Progress = 32,
    /// <summary>Where it goes and who is billed.</summary>
    Addresses = 64,
}
