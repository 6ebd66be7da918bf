namespace IntegrationHost.Scripting.Compilation;

/// <summary>A compiled script: the assembly with its debug information inside, and how to enter it. Knows nothing of
/// the compiler, so that a warm start does not load it.</summary>
/// <param name="Path">The script's file.</param>
/// <param name="Loaded">Files it loads.</param>
/// <param name="EntryType">The type of the entry.</param>
/// <param name="EntryMethod">Its static method.</param>
/// <param name="Assembly">The image.</param>
internal sealed record ScriptImage(
    string Path, IReadOnlyList<string> Loaded, string EntryType, string EntryMethod, byte[] Assembly);
