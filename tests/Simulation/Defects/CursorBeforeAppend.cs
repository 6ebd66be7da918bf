using IntegrationHost.Engine.Inbox;

namespace IntegrationHost.Simulation.Defects;

/// <summary>Moves the cursor in one unit and stores the page in the next.</summary>
internal sealed class CursorBeforeAppend : Defect
{
    public override async Task<AppendAnswer> AppendAsync(Append append, Func<Append, Task<AppendAnswer>> go)
    {
        if (append.Cursor is null || append.Changes.Count == 0)
        {
            return await go(append);
        }

        var moved = await go(append with { Changes = [] });
        return moved.Verdict == AppendVerdict.Stored ? await go(append with { Cursor = null }) : moved;
    }
}
