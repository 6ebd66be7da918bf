namespace IntegrationHost.Scripting.Compilation;

/// <summary>A compiled script: the assembly with its debug information inside, and how to enter it. Knows nothing of
/// the compiler, so that a warm start does not load it.</summary>
/// <param name="Sources">The script's file and those it loads, as the compiler read them.</param>
/// <param name="EntryType">The type of the entry.</param>
/// <param name="EntryMethod">Its static method.</param>
/// <param name="Assembly">The image.</param>
internal sealed record ScriptImage(
    IReadOnlyList<SourceFile> Sources, string EntryType, string EntryMethod, byte[] Assembly)
{
    /// <summary>The script's own file.</summary>
    public string Path => Sources[0].Path;
}
