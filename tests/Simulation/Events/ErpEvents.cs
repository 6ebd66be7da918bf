using IntegrationHost.Simulation.Hosting;
using IntegrationHost.Simulation.Worlds;

namespace IntegrationHost.Simulation.Events;

/// <summary>A count in the warehouse.</summary>
internal sealed record StockIsCounted(TimeSpan After, string Sku, bool East, int Quantity) : WorldEvent(After)
{
    public override void Happen(World world) => world.Erp.SetStock(
        Sku, East ? ShopDesk.SecondLocation : ShopDesk.FirstLocation, Quantity);
}

/// <summary>The warehouse ships an order, or one piece of it.</summary>
internal sealed record OrderIsShipped(TimeSpan After, int Which, bool OnePiece, bool Tracked) : WorldEvent(After)
{
    public override void Happen(World world) => world.Erp.Ship(Which, OnePiece, Tracked);
}

/// <summary>Somebody in the account enters a new phone of a customer, or a new e-mail address.</summary>
internal sealed record CustomerIsEditedThere(TimeSpan After, int Which, bool IsEmail) : WorldEvent(After)
{
    public override void Happen(World world)
    {
        if (IsEmail ? world.Erp.EditCustomer(Which, "email", world.Shop.NextEmail())
            : world.Erp.EditCustomer(Which, "phone", world.Shop.NextPhone()))
        {
            world.Echoes.Changed(Site.Erp);
        }
    }
}

/// <summary>The account gets the item that the shop sold already.</summary>
internal sealed record ItemArrives(TimeSpan After) : WorldEvent(After)
{
    public override void Happen(World world) => world.Erp.AddItem(Catalogue.OnlyInShop, 30m);
}
