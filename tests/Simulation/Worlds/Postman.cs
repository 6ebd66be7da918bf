using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Engine.Intake;
using IntegrationHost.Simulation.Hosting;
using IntegrationHost.Simulation.Invariants;
using IntegrationHost.Simulators.Shopify.Webhooks;

namespace IntegrationHost.Simulation.Worlds;

/// <summary>Carries the shop's webhooks to the host: late, twice, in another order or not at all, and again while they
/// are not answered with success, as Shopify does.</summary>
internal sealed class Postman(World world, WebhookOutbox outbox, int seed)
{
    private const int TriesMost = 8;
    private const int Prime = 7919;
    private static readonly TimeSpan AgainFirst = TimeSpan.FromSeconds(10);

    private readonly HashSet<Posting> _open = new(ReferenceEqualityComparer.Instance);
    private int _collected;
    private int _onTheWay;

    public Weather Weather { get; set; } = Weather.Fine;

    public bool IsDone => _onTheWay == 0;

    /// <summary>Takes what the shop has put out.</summary>
    public void Collect()
    {
        while (outbox.Waiting.TryRead(out var delivery))
        {
            Send(delivery, new Random(seed ^ (++_collected * Prime)));
        }
    }

    /// <summary>Posts something that no shop has sent.</summary>
    public void PostForged(WebhookRequest request) => PostLater(new Posting(request, null, 1), TimeSpan.Zero);

    /// <summary>Who had no answer yet of the life that is over posts again.</summary>
    public void LifeIsOver()
    {
        foreach (var posting in _open.ToArray())
        {
            _open.Remove(posting);
            PostAgain(posting);
        }
    }

    private void Send(WebhookDelivery delivery, Random dice)
    {
        if (dice.Next(10) < Weather.LostOfTen)
        {
            return;
        }

        var (request, about) = (new WebhookRequest(delivery.Headers, delivery.Body), About(delivery));
        var copies = dice.Next(Weather.CopiesMost) + 1;
        for (var copy = 0; copy < copies; copy++)
        {
            PostLater(new Posting(request, about, 1), Weather.DelayMost * dice.NextDouble());
        }
    }

    private void PostLater(Posting posting, TimeSpan after)
    {
        _onTheWay++;
        world.Time.At(world.Time.Now + after, () => Post(posting));
    }

    private void Post(Posting posting)
    {
        if (world.Life is not { } life)
        {
            PostAgain(posting);
            return;
        }

        _open.Add(posting);
        _ = life.Turns.Begin(async () =>
        {
            WebhookAnswer? answer;
            try
            {
                answer = await life.PostAsync(posting.Request);
            }
            catch (Exception)
            {
                answer = null; // The host answers 500: it is posted again.
            }

            if (_open.Remove(posting))
            {
                Take(posting, answer);
            }
        });
    }

    private void Take(Posting posting, WebhookAnswer? answer)
    {
        if (answer is not (WebhookAnswer.Accepted or WebhookAnswer.Refused))
        {
            PostAgain(posting);
            return;
        }

        _onTheWay--;
        var isAccepted = answer is WebhookAnswer.Accepted;
        if (isAccepted == posting.IsForged)
        {
            world.Verdicts.Found("forged", isAccepted
                ? "a webhook with a wrong signature was accepted" : $"a genuine webhook was refused: {answer}");
        }
        else if (isAccepted && posting.About is { } about)
        {
            world.Promises.WebhookAccepted(about.Flow, about.Id);
        }
    }

    private void PostAgain(Posting posting)
    {
        _onTheWay--;
        if (posting.Tries < TriesMost)
        {
            PostLater(posting with { Tries = posting.Tries + 1 }, AgainFirst * Math.Pow(2, posting.Tries - 1));
        }
    }

    private static About? About(WebhookDelivery delivery) => delivery.Headers["X-Shopify-Topic"].Split('/')[0] switch
    {
        "orders" => new About(Site.Orders, IdIn(delivery.Body)),
        "customers" => new About(Site.Customers, IdIn(delivery.Body)),
        _ => null,
    };

    private static string IdIn(byte[] body) => JsonNode.Parse(body)!["admin_graphql_api_id"]!.GetValue<string>();

    private sealed record Posting(WebhookRequest Request, About? About, int Tries)
    {
        public bool IsForged => Request.Headers.ContainsKey("forged");
    }
}

/// <summary>Which record a webhook tells of, and which flow is to hear it.</summary>
internal sealed record About(string Flow, string Id);
