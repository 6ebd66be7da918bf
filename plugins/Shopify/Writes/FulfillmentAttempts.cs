namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Which fulfilments stood on an order when this process began to write one: those are somebody else's.
/// Forgotten with the process; what cannot be told then is asked of a person.</summary>
internal sealed class FulfillmentAttempts
{
    private const int KeptMost = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, IReadOnlySet<string>> _before = [];
    private readonly Queue<string> _oldest = [];

    public IReadOnlySet<string>? Before(string key)
    {
        lock (_gate)
        {
            return _before.GetValueOrDefault(key);
        }
    }

    public void Begin(string key, IReadOnlySet<string> before)
    {
        lock (_gate)
        {
            if (!_before.TryAdd(key, before))
            {
                return;
            }

            _oldest.Enqueue(key);
            if (_oldest.Count > KeptMost)
            {
                _before.Remove(_oldest.Dequeue());
            }
        }
    }
}
