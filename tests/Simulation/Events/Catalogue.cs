namespace IntegrationHost.Simulation.Events;

/// <summary>What is sold in every run.</summary>
internal static class Catalogue
{
    /// <summary>In the shop and in the account.</summary>
    public static readonly string[] Skus = ["MUG", "TEE", "CAP"];

    /// <summary>In the shop; the account gets it late or never.</summary>
    public const string OnlyInShop = "NEW";

    /// <summary>In the account; the shop does not sell it.</summary>
    public const string OnlyInErp = "SPARE";

    /// <summary>A gateway that no table knows.</summary>
    public const string UnknownGateway = "klarna_pay_later";

    /// <summary>What an operator maps it to.</summary>
    public const string UnknownGatewayIs = "5";
}
