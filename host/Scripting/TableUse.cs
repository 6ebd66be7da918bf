namespace IntegrationHost.Scripting;

/// <summary>A place where a script asks for a table by a name that stands in its text.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="File">The file's name, as an editor knows it.</param>
/// <param name="Line">Counted from 1.</param>
/// <param name="Column">Counted from 1.</param>
public sealed record TableUse(string Table, string File, int Line, int Column);
