namespace IntegrationHost.Scripting;

/// <summary>Something wrong with a script's text.</summary>
/// <param name="File">The file's name, as an editor knows it.</param>
/// <param name="Line">Counted from 1; 0 where there is none.</param>
/// <param name="Column">Counted from 1.</param>
/// <param name="Code">The compiler's code, or one of ours.</param>
/// <param name="Text">In a sentence.</param>
public sealed record ScriptFinding(string File, int Line, int Column, string Code, string Text)
{
    /// <summary>The form that editors and build tools understand: <c>order.csx(12,9): error CS0103: …</c></summary>
    public override string ToString() => Line == 0
        ? $"{File}: error {Code}: {Text}"
        : $"{File}({Line},{Column}): error {Code}: {Text}";
}
