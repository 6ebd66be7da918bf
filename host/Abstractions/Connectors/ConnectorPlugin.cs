namespace IntegrationHost.Connectors;

/// <summary>The one public class the host looks for in a plugin folder. Derive from
/// <see cref="ConnectorPlugin{TOptions}"/>; the host sees a plugin through this type.</summary>
public abstract class ConnectorPlugin
{
    /// <summary>The name an integrator writes as <c>plugin</c> in <c>ihost.json</c>; equal to the folder's
    /// name.</summary>
    public abstract string Name { get; }

    /// <summary>The type the connection's <c>options</c> are bound to. The host binds, checks its data annotations,
    /// reports every error at once with the key's path, and only then calls <see cref="Connect"/>.</summary>
    public abstract Type OptionsType { get; }

    /// <summary>The remote account whose limits are shared: connections with the same answer share one
    /// <see cref="Limits.Budget"/>. Called with valid options, before <see cref="Connect"/>.</summary>
    public abstract string AccountOf(object options);

    /// <summary>Makes one connection. Does no I/O: the host calls <see cref="IConnector.CheckAsync"/> for
    /// that.</summary>
    public abstract IConnector Connect(object options, ConnectorContext context);
}

/// <summary>A plugin whose options are bound to <typeparamref name="TOptions"/>.</summary>
public abstract class ConnectorPlugin<TOptions> : ConnectorPlugin
    where TOptions : class, new()
{
    /// <inheritdoc/>
    public sealed override Type OptionsType => typeof(TOptions);

    /// <summary>The remote account these options reach, for example a shop domain or an account number.</summary>
    protected abstract string AccountOf(TOptions options);

    /// <summary>Makes one connection from options that are already valid.</summary>
    protected abstract IConnector Connect(TOptions options, ConnectorContext context);

    /// <inheritdoc/>
    public sealed override string AccountOf(object options) => AccountOf((TOptions)options);

    /// <inheritdoc/>
    public sealed override IConnector Connect(object options, ConnectorContext context) =>
        Connect((TOptions)options, context);
}
