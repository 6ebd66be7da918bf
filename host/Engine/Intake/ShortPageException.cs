namespace IntegrationHost.Engine.Intake;

/// <summary>A page with fewer records than its source claimed: reading on would lose the rest.</summary>
internal sealed class ShortPageException(FlowDefinition flow, int claimed, int got) : Exception(
    $"{flow.From} said a page has {claimed} changes but gave {got}; the cursor of {flow.Name} stays where it was")
{
    /// <summary>Changes that did not come.</summary>
    public int Missing => claimed - got;
}
