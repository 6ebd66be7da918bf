using IntegrationHost.Simulation.Worlds;

namespace IntegrationHost.Simulation.Events;

/// <summary>All that is to happen in one run.</summary>
/// <param name="Conditions">What holds for all of it.</param>
/// <param name="Events">In order of time.</param>
internal sealed record Plan(Conditions Conditions, IReadOnlyList<WorldEvent> Events)
{
    private const int EventsLeast = 20;
    private const int EventsMost = 200;

    private static readonly DateTimeOffset[] Starts =
    [
        new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero),
        // In New York the hour from 01:00 comes twice, from 02:00 never.
        new(2026, 11, 1, 5, 20, 0, TimeSpan.Zero),
        new(2027, 3, 14, 6, 20, 0, TimeSpan.Zero),
    ];

    // The plans of the shop, from the smallest on; of the smallest one query may take all.
    private static readonly (double Points, double PerSecond)[] Buckets = [(1_000, 50), (2_000, 100), (20_000, 1_000)];

    private static readonly TimeSpan[] Polls = [TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5)];

    /// <summary>When all of it has happened, the longest outage included.</summary>
    public TimeSpan End => Events.Select(each => each.After + (each is OutageBegins outage ? outage.For : default))
        .DefaultIfEmpty().Max();

    /// <summary>The plan of a seed; always the same.</summary>
    public static Plan Of(int seed)
    {
        var dice = new Random(seed);
        var (points, perSecond) = Buckets[seed % Buckets.Length];
        var conditions = new Conditions(
            seed,
            Starts[dice.Next(Starts.Length)],
            TimeSpan.FromMilliseconds(dice.Next(4) == 0 ? dice.Next(-20_000, 20_000) : dice.Next(-1_000, 1_000)),
            Polls[dice.Next(Polls.Length)],
            HasWebhooks: dice.Next(5) > 0,
            ErpAtOnce: dice.Next(1, Hosting.Site.ErpAtOnce + 1),
            points,
            perSecond,
            PersonComes: dice.Next(3) > 0);
        var count = dice.Next(EventsLeast, EventsMost + 1);
        var events = new List<WorldEvent>();
        var after = TimeSpan.Zero;
        while (events.Count < count)
        {
            after += Pause(dice);
            events.Add(EventDice.Throw(dice, after));
        }

        return new Plan(conditions, events);
    }

    // Mostly bursts, now and then a silence.
    private static TimeSpan Pause(Random dice) => dice.Next(12) == 0
        ? TimeSpan.FromSeconds(dice.Next(10, 300))
        : TimeSpan.FromMilliseconds(dice.Next(0, 3_000));
}
