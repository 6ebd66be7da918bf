using IntegrationHost.Simulation.Hosting;
using IntegrationHost.Simulation.Worlds;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulation.Events;

/// <summary>Somebody signs up; without a name where none is given.</summary>
internal sealed record CustomerSignsUp(TimeSpan After, string? LastName) : WorldEvent(After)
{
    public override void Happen(World world)
    {
        world.Shop.AddCustomer(LastName);
        world.Echoes.Changed(Site.Shop);
    }
}

/// <summary>A customer has a new phone.</summary>
internal sealed record CustomerIsEdited(TimeSpan After, int Which) : WorldEvent(After)
{
    public override void Happen(World world)
    {
        if (world.Shop.CustomerId(Which) is { } customer)
        {
            var phone = world.Shop.NextPhone();
            world.Edits.Enter(Site.Shop, customer, "phone", phone);
            world.Shop.EditCustomer(customer, phone);
        }

        world.Echoes.Changed(Site.Shop);
    }
}

/// <summary>An order; a guest's where no customer is named.</summary>
internal sealed record OrderIsPlaced(
    TimeSpan After, int? Customer, string Sku, int Quantity, decimal Price, decimal Discount, string Gateway)
    : WorldEvent(After)
{
    private const decimal Shipping = 4.95m;
    private const decimal TaxRate = 0.0825m;

    public override void Happen(World world) => world.Shop.Place(new PlacedOrder
    {
        Customer = Customer is { } which ? world.Shop.CustomerId(which) : null,
        Lines = [new PlacedLine(Sku, Quantity, Price), new PlacedLine(Catalogue.Skus[0], 1, 10m)],
        Discount = Discount,
        Shipping = Shipping,
        TaxRate = TaxRate,
        Gateway = Gateway,
    });
}

/// <summary>The note of an order is changed.</summary>
internal sealed record OrderIsEdited(TimeSpan After, int Which) : WorldEvent(After)
{
    public override void Happen(World world) => world.Shop.EditOrder(Which);
}

/// <summary>A customer cancels.</summary>
internal sealed record OrderIsCancelled(TimeSpan After, int Which) : WorldEvent(After)
{
    public override void Happen(World world) => world.Shop.CancelOrder(Which);
}
