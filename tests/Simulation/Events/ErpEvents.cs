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
        var (field, value) = IsEmail ? ("email", world.Shop.NextEmail()) : ("phone", world.Shop.NextPhone());
        if (world.Erp.Pick(Which) is { } customer)
        {
            world.Edits.Enter(Site.Erp, ErpDesk.CustomerBehind(customer), field, value);
            world.Erp.EditCustomer(customer, field, value);
            world.Echoes.Changed(Site.Erp);
        }
    }
}

/// <summary>The account gets the item that the shop sold already.</summary>
internal sealed record ItemArrives(TimeSpan After) : WorldEvent(After)
{
    public override void Happen(World world) => world.Erp.AddItem(Catalogue.OnlyInShop, 30m);
}
