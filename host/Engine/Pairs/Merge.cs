using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Engine.Pairs;

/// <summary>The three-way merge of one pair, field by field: what was agreed, what is here now, what is there now.
/// Pure; both flows of a link come to the same end, whichever of them looks first.</summary>
internal static class Merge
{
    /// <summary>Stands for a value that is not agreed; no fingerprint is like it.</summary>
    private const string Doubtful = "?";

    public static Merged Of(PairPolicy policy, PairBase? agreed, IReadOnlyDictionary<string, string> here,
        IReadOnlyDictionary<string, string> there, bool? hereIsNewer)
    {
        var same = here.Keys.Where(field => here[field] == there.GetValueOrDefault(policy.SameAs(field))).ToHashSet();
        var (carry, leave, ask) = (new HashSet<string>(), same.ToHashSet(), new HashSet<string>());
        foreach (var field in here.Keys.Except(same))
        {
            var isReadThere = there.ContainsKey(policy.SameAs(field));
            var changedHere = Changed(agreed?.Here, here, field);
            var changedThere = isReadThere && Changed(agreed?.There, there, policy.SameAs(field));
            var into = (policy.OwnerOf(field), changedHere, changedThere) switch
            {
                (ConflictPolicy.Target, _, _) => leave,
                (ConflictPolicy.Source, true, _) or (_, true, false) => carry,
                (ConflictPolicy.Source, false, _) => null, // Goes along, if anything goes.
                (_, false, false) => isReadThere ? leave : null,
                (_, false, true) => leave,
                _ => Winner(policy.WinnerOf(field), hereIsNewer) switch
                {
                    true => carry,
                    false => leave,
                    null => ask,
                },
            };
            into?.Add(field);
        }

        return new Merged(carry, leave, ask, same);
    }

    /// <summary>What is agreed once the fields are written: what the other side changed meanwhile, and what it has
    /// still to bring, counts as not agreed, so that its own flow sees it.</summary>
    /// <param name="policy">Of the flow that wrote.</param>
    /// <param name="agreed">What was agreed before.</param>
    /// <param name="carried">The fields that were written.</param>
    /// <param name="same">The fields that said the same on both sides before, and were not written.</param>
    /// <param name="here">What was written, as this side has it.</param>
    /// <param name="before">The other side before the write.</param>
    /// <param name="after">The other side after it.</param>
    public static IReadOnlyDictionary<string, string> AgreedThere(PairPolicy policy, PairBase? agreed,
        IReadOnlySet<string> carried, IReadOnlySet<string> same, IReadOnlyDictionary<string, string> here,
        IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after)
    {
        var written = carried.ToDictionary(policy.SameAs);
        var settled = same.Select(policy.SameAs).ToHashSet();
        return after.ToDictionary(field => field.Key, field => written.TryGetValue(field.Key, out var ours)
            ? (IsDoubtful(agreed, here, ours, field) ? Doubtful : field.Value)
            : !settled.Contains(field.Key) && Changed(agreed?.There, before, field.Key) ? Doubtful
            : before.GetValueOrDefault(field.Key, ""));
    }

    /// <summary>What is agreed once a record is made: what it shows, but for a field of which it shows something else
    /// than this side says. Somebody may have edited that between the making and the look after it.</summary>
    /// <param name="policy">Of the flow that wrote.</param>
    /// <param name="here">What was written, as this side has it.</param>
    /// <param name="untouched">What the other side would show if nobody had touched it: a field that says something
    /// else than this side even so is the other side's own way of saying it. Null: it was touched since.</param>
    /// <param name="after">What it shows.</param>
    public static IReadOnlyDictionary<string, string> AgreedWhenMade(PairPolicy policy,
        IReadOnlyDictionary<string, string> here, IReadOnlyDictionary<string, string>? untouched,
        IReadOnlyDictionary<string, string> after)
    {
        var sent = here.ToDictionary(field => policy.SameAs(field.Key), field => field.Value);
        return after.ToDictionary(field => field.Key, field =>
            sent.TryGetValue(field.Key, out var ours) && ours != field.Value
            && (untouched is null || untouched.GetValueOrDefault(field.Key) == ours) ? Doubtful : field.Value);
    }

    // Both sides said the same of it so far, or were not agreed, and what was written is not what stands there now:
    // somebody may have edited it between the write and the look after it. Then it is not agreed, and its own flow
    // brings it. Where the target writes it in its own way that costs one write back, after which it does.
    private static bool IsDoubtful(PairBase? agreed, IReadOnlyDictionary<string, string> here, string ours,
        KeyValuePair<string, string> there) =>
        here.TryGetValue(ours, out var sent) && sent != there.Value && (agreed is null
            || (agreed.Here.Fields.GetValueOrDefault(ours) is { } once
                && agreed.There.Fields.GetValueOrDefault(there.Key) is var other
                && (once == other || once == Doubtful || other == Doubtful)));

    private static bool Changed(SideBase? agreed, IReadOnlyDictionary<string, string> now, string field) =>
        agreed is null || agreed.Fields.GetValueOrDefault(field) != now.GetValueOrDefault(field);

    private static bool? Winner(ConflictPolicy policy, bool? hereIsNewer) => policy switch
    {
        ConflictPolicy.Source => true,
        ConflictPolicy.Target => false,
        ConflictPolicy.Newest => hereIsNewer,
        _ => null,
    };
}

/// <summary>What a merge gave.</summary>
/// <param name="Carry">Fields to be written: changed here, and ours to change.</param>
/// <param name="Leave">Fields that are not sent: they stay as they are there, whatever that is when the write
/// arrives.</param>
/// <param name="Ask">Fields that both changed and nobody decides.</param>
/// <param name="Same">Those left out because both sides say the same, whoever changed them.</param>
internal sealed record Merged(
    IReadOnlySet<string> Carry, IReadOnlySet<string> Leave, IReadOnlySet<string> Ask, IReadOnlySet<string> Same);
