using IntegrationHost.Simulation.Hosting;
using IntegrationHost.Simulation.Worlds;

namespace IntegrationHost.Simulation.Events;

/// <summary>What happens next, by weight.</summary>
internal static class EventDice
{
    private static readonly (int Weight, Func<Random, TimeSpan, WorldEvent> Make)[] Faces =
    [
        (20, OrderPlaced),
        (6, (dice, after) => new CustomerSignsUp(after, dice.Next(8) == 0 ? null : "Müller")),
        (10, (dice, after) => new CustomerIsEdited(after, dice.Next(1000))),
        (8, (dice, after) => new CustomerIsEditedThere(after, dice.Next(1000), dice.Next(3) == 0)),
        (14, (dice, after) => new OrderIsEdited(after, dice.Next(1000))),
        (2, (dice, after) => new OrderIsCancelled(after, dice.Next(1000))),
        (8, (dice, after) => new StockIsCounted(after, Sku(dice, Catalogue.OnlyInErp), dice.Next(2) == 0,
            dice.Next(100))),
        (8, (dice, after) => new OrderIsShipped(after, dice.Next(1000), dice.Next(3) == 0, dice.Next(4) > 0)),
        (1, (_, after) => new ItemArrives(after)),
        (1, (_, after) => new GatewayIsMapped(after)),
        (8, (dice, after) => new WireBreaks(after, Remote(dice), Fault(dice), dice.Next(1, 5))),
        (1, (dice, after) => new PageIsShort(after)),
        (5, (dice, after) => new WriteBreaks(after, Remote(dice), Fault(dice), dice.Next(1, 3))),
        (1, (dice, after) => new OutageBegins(after, Remote(dice), Outage(dice))),
        (1, (dice, after) => new RemoteIsSlow(after, Remote(dice), TimeSpan.FromMilliseconds(dice.Next(2_000)))),
        (3, (dice, after) => new WeatherChanges(after, new Weather(
            dice.Next(6), dice.Next(1, 4), TimeSpan.FromSeconds(dice.Next(1, 90))))),
        (1, (_, after) => new WebhookIsForged(after)),
        (4, (dice, after) => new ProcessIsKilled(after, dice.Next(120), Down(dice))),
        (2, (dice, after) => new PowerIsCut(after, dice.Next(1, 60), Down(dice))),
        (1, (dice, after) => new HostIsRestarted(after, Down(dice))),
        (1, (_, after) => new ScriptIsSaved(after)),
    ];

    private static readonly int All = Faces.Sum(face => face.Weight);

    public static WorldEvent Throw(Random dice, TimeSpan after)
    {
        var left = dice.Next(All);
        foreach (var (weight, make) in Faces)
        {
            left -= weight;
            if (left < 0)
            {
                return make(dice, after);
            }
        }

        throw new System.Diagnostics.UnreachableException();
    }

    private static OrderIsPlaced OrderPlaced(Random dice, TimeSpan after)
    {
        var quantity = dice.Next(1, 5);
        var price = dice.Next(100, 20_000) / 100m;
        return new OrderIsPlaced(
            after,
            dice.Next(20) == 0 ? null : dice.Next(1000),
            dice.Next(12) == 0 ? Catalogue.OnlyInShop : Catalogue.Skus[dice.Next(Catalogue.Skus.Length)],
            quantity,
            price,
            dice.Next(4) == 0 ? decimal.Round(price * quantity * 0.13m, 2) : 0,
            dice.Next(12) == 0 ? Catalogue.UnknownGateway : "shopify_payments");
    }

    private static string Sku(Random dice, string odd) =>
        dice.Next(8) == 0 ? odd : Catalogue.Skus[dice.Next(Catalogue.Skus.Length)];

    private static string Remote(Random dice) => dice.Next(2) == 0 ? Site.Shop : Site.Erp;

    private static WireFault Fault(Random dice) => dice.Next(9) switch
    {
        0 => new WireFault.Unreachable(),
        1 => new WireFault.Refused(429),
        2 => new WireFault.Refused(503),
        3 => new WireFault.SilentBefore(),
        4 => new WireFault.SilentAfter(),
        5 => new WireFault.BrokenAfter(),
        6 => new WireFault.BrokenBefore(),
        7 => new WireFault.TroubleAfter(500),
        _ => new WireFault.TroubleAfter(502),
    };

    private static TimeSpan Outage(Random dice) =>
        dice.Next(40) == 0 ? TimeSpan.FromDays(1) : TimeSpan.FromMinutes(dice.Next(1, 40));

    private static TimeSpan Down(Random dice) =>
        dice.Next(6) == 0 ? TimeSpan.FromMinutes(dice.Next(1, 30)) : TimeSpan.FromSeconds(dice.Next(1, 20));
}
