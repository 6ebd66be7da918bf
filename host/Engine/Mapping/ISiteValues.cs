namespace IntegrationHost.Engine.Mapping;

/// <summary>Settings and tables as a flow's script sees them, nearest layer first: settings from the flow, its
/// connections, the site, the pack; tables from the operator, the site, the pack. Read per record, so that an
/// edit counts at once.</summary>
public interface ISiteValues
{
    /// <summary>The nearest value of a setting, or null.</summary>
    string? Setting(FlowDefinition flow, string name);

    /// <summary>The nearest value for a key of a table, or null.</summary>
    string? TableValue(FlowDefinition flow, string table, string key);

    /// <summary>Whether the site, the pack or the operator has such a table.</summary>
    bool HasTable(string table);

    /// <summary>Takes over an entry the operator has just mapped.</summary>
    void Mapped(string table, string key, string value);
}
