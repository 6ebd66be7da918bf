using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Limits;
using IntegrationHost.Plugins.Shopify.Client;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>What becomes of the writes of one batch: which go into the next call, and what an answer means for each.
/// Does no I/O.</summary>
internal sealed class InventoryBatch
{
    public const string NotStocked = "ITEM_NOT_STOCKED_AT_LOCATION";
    private const string Stale = "CHANGE_FROM_QUANTITY_STALE";

    private readonly IReadOnlyList<Write> _writes;
    private readonly InventoryLevelInput?[] _levels;
    private readonly Outcome?[] _outcomes;
    private readonly HashSet<int> _activated = [];
    private int _most = InventoryWriter.QuantitiesMost;

    public InventoryBatch(IReadOnlyList<Write> writes)
    {
        _writes = writes;
        _levels = new InventoryLevelInput?[writes.Count];
        _outcomes = new Outcome?[writes.Count];
        for (var at = 0; at < writes.Count; at++)
        {
            (_levels[at], _outcomes[at]) = InventoryLevelInput.Of(writes[at]);
        }
    }

    /// <summary>The places of the next call, or null when all is known. A call has one reason, and each level once: a
    /// second write to a level waits for the first.</summary>
    public IReadOnlyList<int>? Next()
    {
        var open = Enumerable.Range(0, _writes.Count).Where(at => _outcomes[at] is null).ToArray();
        return open.Length == 0 ? null :
        [
            .. open.DistinctBy(at => LevelAt(at).Id)
                .Where(at => LevelAt(at).Reason == LevelAt(open[0]).Reason
                    && LevelAt(at).Reference == LevelAt(open[0]).Reference)
                .Take(_most),
        ];
    }

    public InventoryLevelInput LevelAt(int at) => _levels[at]!;

    public string KeyOf(int at) => _writes[at].Key;

    public Priority PriorityOf(IEnumerable<int> places) => places.Max(at => _writes[at].Priority);

    public JsonObject Input(IReadOnlyList<int> open) => new()
    {
        ["name"] = "available",
        ["reason"] = LevelAt(open[0]).Reason,
        ["referenceDocumentUri"] = LevelAt(open[0]).Reference,
        ["quantities"] = new JsonArray([.. open.Select(at => new JsonObject
        {
            ["inventoryItemId"] = LevelAt(at).Item,
            ["locationId"] = LevelAt(at).Location,
            ["quantity"] = LevelAt(at).Available,
            // The field must be there; null says that nothing is compared.
            ["changeFromQuantity"] = LevelAt(at).ChangeFrom,
        })]),
    };

    /// <summary>Takes in an answer; gives the places whose item must first be stocked at the location.</summary>
    public IReadOnlyList<int> Judge(IReadOnlyList<int> open, IReadOnlyList<UserError> errors)
    {
        if (errors.Count == 0)
        {
            Grow();
            Refuse(open, at => new Outcome.Updated(LevelAt(at).Id, ""));
            return [];
        }

        var toActivate = new List<int>();
        foreach (var error in errors)
        {
            if (PlaceOf(error, open) is not { } at)
            {
                JudgeWhole(open, error);
            }
            else if (error.Code == NotStocked && _activated.Add(at))
            {
                toActivate.Add(at);
            }
            else if (!toActivate.Contains(at))
            {
                _outcomes[at] ??= Refused(error, at);
            }
        }

        return toActivate;
    }

    public void Refuse(IReadOnlyList<int> places, Outcome outcome) => Refuse(places, _ => outcome);

    public IReadOnlyList<Outcome> Outcomes() =>
        [.. _outcomes.Select(outcome => outcome ?? new Outcome.RetryLater("others of its batch were refused first"))];

    private void Refuse(IReadOnlyList<int> places, Func<int, Outcome> outcomeAt)
    {
        foreach (var at in places)
        {
            _outcomes[at] ??= outcomeAt(at);
        }
    }

    private void Grow() => _most = Math.Min(InventoryWriter.QuantitiesMost, _most * 2);

    // The error names no quantity: alone it must be this one, among others the next call is half as long.
    private void JudgeWhole(IReadOnlyList<int> open, UserError error)
    {
        if (error.Code?.StartsWith("IDEMPOTENCY_", StringComparison.Ordinal) == true)
        {
            Refuse(open, new Outcome.RetryLater(error.Message));
        }
        else if (error.Field is [_, ("reason" or "referenceDocumentUri") and var field, ..])
        {
            var value = field == "reason" ? LevelAt(open[0]).Reason : LevelAt(open[0]).Reference;
            Refuse(
                open, new Outcome.Rejected(error.Message, error.Code, field == "reason" ? field : "reference", value));
        }
        else if (open.Count == 1)
        {
            Grow();
            Refuse(open, new Outcome.Rejected(error.Message, error.Code, error.Path));
        }
        else
        {
            _most = (open.Count + 1) / 2;
        }
    }

    // Nothing was written. What the record was computed from stands no more: mapped again, it is computed from what
    // stands now.
    private Outcome Refused(UserError error, int at) => error.Code == Stale
        ? new Outcome.RetryLater(string.Create(CultureInfo.InvariantCulture,
            $"{LevelAt(at).Item} at {LevelAt(at).Location} does not hold {LevelAt(at).ChangeFrom} any more: ")
            + "the level is computed again from what stands now")
        : Rejected(error, at);

    private Outcome.Rejected Rejected(UserError error, int at) => error.Field[^1] switch
    {
        InventoryLevelInput.ItemField => new(error.Message, error.Code, error.Field[^1], LevelAt(at).Item),
        InventoryLevelInput.LocationField => new(error.Message, error.Code, error.Field[^1], LevelAt(at).Location),
        _ => new(error.Message, error.Code, "available",
            LevelAt(at).Available.ToString(CultureInfo.InvariantCulture)),
    };

    private static int? PlaceOf(UserError error, IReadOnlyList<int> open) =>
        error.Field is [_, "quantities", var place, ..]
        && int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < open.Count
            ? open[index] : null;
}
